import MeshModel
import Terminal
import Testing

@testable import CatalogUI

struct LookTests {
    @Test func `look`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        print(driver.screen)
        await driver.type("3")
        print(driver.screen)
        await driver.type("h4")
        print(driver.screen)
        await driver.press(.enter)
        print(driver.screen)
        await driver.press(.enter)
        print(driver.screen)
        await driver.type("0")
        print(driver.screen)
        await driver.resize(80, 24)
        print(driver.screen)
        await driver.type("4")
        print(driver.screen)
        await driver.type("23h")
        print(driver.screen)
        await driver.type("2i")
        print(driver.screen)
        await driver.press(.enter)
        print(driver.screen)
        await driver.press(.enter)
        print(driver.screen)
        await driver.press(.enter).type("?")
        print(driver.screen)
        await driver.press(.escape).type("p").press(.enter)
        print(driver.screen)
    }
}
