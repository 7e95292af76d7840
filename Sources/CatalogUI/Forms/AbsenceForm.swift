import MeshModel

/// Being away, and back: who decides about access meanwhile.
struct AbsenceForm: FormSubject {
    let user: String
    let now: Instant
    /// The person is back: nothing is asked.
    let isReturn: Bool

    var title: String { isReturn ? "Be back" : "Be away" }
    var key: FormKey { FormKey(command: isReturn ? .beBack : .beAway, subject: user) }

    func fields(_ values: FormValues) -> [InquiryField] {
        let who = InquiryField("who", "who", .fact, initial: user)
        guard !isReturn else { return [who] }
        return [
            who,
            InquiryField(
                "deputies", "deputies", .text(placeholder: "bob, @stewards"), hint: "who decides in your place"),
            InquiryField("until", "back on", .text(placeholder: "when you say so"), hint: "2027-06-30 or 14d"),
            InquiryField("note", "note", .text(placeholder: "said to who asks")),
        ]
    }

    func complaints(_ values: FormValues) -> [String: String] {
        guard !isReturn else { return [:] }
        var complaints: [String: String] = [:]
        if values.list("deputies").isEmpty { complaints["deputies"] = "name a user or an @group" }
        let until = values.text("until")
        if !until.isEmpty, FieldReading.until(until, now: now) == nil {
            complaints["until"] = FieldReading.untilExpectation
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        var absence = Absence()
        absence.person = user
        if !isReturn {
            absence.deputies = values.list("deputies")
            absence.until = FieldReading.until(values.text("until"), now: now)
            absence.note = values.text("note")
        }
        return .changes([.setAbsence(absence)])
    }

    func commandLine(_ values: FormValues) -> [String] {
        guard !isReturn else { return ["datamesh", "absence", "end"] }
        var words = ["datamesh", "absence", "set"]
        for deputy in values.list("deputies") { words += ["--deputy", deputy] }
        if let until = FieldReading.until(values.text("until"), now: now) { words += ["--until", until.date] }
        if !values.text("note").isEmpty { words += ["--note", values.text("note")] }
        return words
    }
}
