extension Unicode.Scalar {
    /// What stands for it on a terminal that knows only ASCII: always one column, so that nothing moves.
    package var ascii: Unicode.Scalar {
        isASCII ? self : substitutes[self] ?? "?"
    }
}

/// Signs of the interface first, then what European names are written with.
private let substitutes: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
        ("─━┄┈╌═–—−‐‑‒", "------------"),
        ("│┃┆┊║", "|||||"),
        ("┌┐└┘├┤┬┴┼╭╮╰╯╞╡╪┏┓┗┛┣┫┳┻╋", "+++++++++++++++++++++++++"),
        ("▌▸▶►▾▼▴◂◀◄→←↑↓↪↳⏎", "#>>>vv^<<<><^v>>~"),
        ("●○◌◐◆◇■□▲✕✗✖×✓✔·•★☆✉…", "*o.o+o#.!xxxxvv.**.@~"),
        ("▁▂▃▄▅▆▇█░▒▓", "_.-=+*%#.:#"),
        ("“”„«»‘’‚‹›\u{A0}", "\"\"\"<>'''<> "),
        ("≤≥≠≈±°µ€£²³¹", "<>!~+ouEL231"),
        ("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", "AAAAAACEEEEIIIINOOOOOOUUUUY"),
        ("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿß", "aaaaaaceeeeiiiinoooooouuuuyys"),
        ("ąćčďęěłńňřśšťůźżžőűğışĄĆČĎĘĚŁŃŇŘŚŠŤŮŹŻŽŐŰĞİŞ", "accdeelnnrsstuzzzougisACCDEELNNRSSTUZZZOUGIS"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in pairs {
        for (scalar, substitute) in zip(from.unicodeScalars, to.unicodeScalars) {
            table[scalar] = substitute
        }
    }
    return table
}()
