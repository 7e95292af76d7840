import MeshModel
import Terminal

/// From a command to a form, to what it would do, to having done it.
extension Catalog {
    /// Reads what the form is filled from; it opens when that has come.
    mutating func begin(_ command: Command, about product: DataProduct.ID) -> [Effect] {
        intent = FormIntent(command: command, product: product)
        return [ask(.form, .material(product))]
    }

    mutating func open(_ material: Material?) -> [Effect] {
        guard let intent, let subject = intent.product else { return [] }
        self.intent = nil
        guard let material else {
            complain("\(subject) is not in the mesh any more")
            return []
        }
        let product = material.sheet.product
        let inquiry: Inquiry? =
            switch intent.command {
            case .subscribe: .subscribe(SubscribeForm(material, user: actor.user))
            case .publish: .publish(PublishForm(material.sheet))
            case .provision: .provision(ProvisionForm(material))
            case .recordQuality:
                .quality(QualityForm(product: product.id, known: material.sheet.metrics.map(\.newest.name)))
            case .waive: .waiver(WaiverForm(material.sheet, now: now))
            case .implement: .implementation(ImplementationForm(material))
            case .claim: .claim(ClaimForm(product: product.id, user: actor.user))
            case .deprecate, .retire: .status(StatusForm(product: product.id, command: intent.command))
            default: nil
            }
        return open(inquiry, for: intent)
    }

    /// What is due for review has been read.
    mutating func open(_ due: [ReviewItem]) -> [Effect] {
        guard let intent, intent.command == .reviewAccess else { return [] }
        self.intent = nil
        guard !due.isEmpty else {
            notice = Notice(.info, "nothing is due for review")
            return []
        }
        return open(.review(ReviewForm(due, now: now)), for: intent)
    }

    /// What matches have in common has been counted.
    mutating func open(_ values: [ProductFacets.Value], of total: Int) -> [Effect] {
        guard let intent, intent.command == .narrow else { return [] }
        self.intent = nil
        guard !values.isEmpty else {
            notice = Notice(.info, "there is nothing to narrow")
            return []
        }
        modals.append(.facets(FacetList(values, of: total)))
        return intent.typed.flatMap { press($0) }
    }

    private mutating func open(_ inquiry: Inquiry?, for intent: FormIntent) -> [Effect] {
        if let inquiry { modals.append(.form(FormModal(inquiry, draft: drafts[inquiry.key]))) }
        return intent.typed.flatMap { press($0) }
    }

    func decisionForm(_ command: Command, about link: SubscriptionLists.Link) -> FormModal {
        let verdict: SubscriptionDecision.Verdict =
            switch command {
            // An offer is answered by whoever asked.
            case .approve: link.standing == .offered ? .accept : link.standing == .renewing ? .renew : .approve
            case .deny: link.standing == .offered ? .decline : .deny
            // Whoever uses it and does not decide asks for it.
            case .renew: link.isDecided ? .renew : .prolong
            case .revoke: .revoke
            default: .cancel
            }
        let inquiry = Inquiry.decide(
            DecisionForm(link: link.subscription, verdict: verdict, command: command, now: now))
        return FormModal(inquiry, draft: drafts[inquiry.key])
    }

    func blankForm(_ command: Command) -> FormModal {
        let inquiry: Inquiry =
            switch command {
            case .registerDomain: .domain(DomainForm(user: actor.user, parent: domains.selected?.text ?? ""))
            case .createProduct:
                .product(ProductForm(domain: (products.domain ?? domains.selected)?.text ?? "", user: actor.user))
            case .beAway, .beBack: .absence(AbsenceForm(user: actor.user, now: now, isReturn: command == .beBack))
            default: .policy(PolicyForm())
            }
        return FormModal(inquiry, draft: drafts[inquiry.key])
    }

    mutating func pressInModal(_ key: Key) -> [Effect] {
        guard let top = modals.last else { return [] }
        let index = modals.count - 1
        switch top {
        case .commands(var list):
            let step = list.press(key, rows: Picker.rows(of: list.count, in: Rect(size)))
            modals[index] = .commands(list)
            guard case .answered(let command) = step else { return close(step) }
            modals.removeLast()
            return perform(command)
        case .facets(var list):
            let step = list.press(key, rows: Picker.rows(of: list.count, in: Rect(size)))
            modals[index] = .facets(list)
            guard case .answered(let value) = step else { return close(step) }
            modals.removeLast()
            products.narrow(by: value.condition)
            return [searchProducts()]
        case .form(var form):
            let step = form.press(key)
            modals[index] = .form(form)
            switch step {
            case .open: return []
            case .cancelled: return leave(form)
            case .answered: return send()
            }
        case .confirm(var modal):
            let step = modal.press(key, screen: size)
            modals[index] = .confirm(modal)
            switch step {
            case .answered(.commit): return commit()
            case .answered(.copy): return copy(modal.commandLine)
            case .open, .cancelled: return close(step)
            }
        case .plan(var modal):
            let step = modal.press(key, screen: size)
            modals[index] = .plan(modal)
            switch step {
            case .answered(.run): return run(modal.plan)
            case .answered(.copy): return copy(modal.commandLine)
            case .open, .cancelled: return close(step)
            }
        case .run(var modal):
            let step = modal.press(key, screen: size)
            modals[index] = .run(modal)
            return close(step)
        }
    }

    private mutating func close<Value>(_ step: ModalStep<Value>) -> [Effect] {
        if case .cancelled = step { modals.removeLast() }
        return []
    }

    /// A form that is left keeps what was typed, for when it is opened again.
    private mutating func leave(_ form: FormModal) -> [Effect] {
        modals.removeLast()
        tickets.forget(.change)
        if form.isTouched {
            drafts[form.inquiry.key] = form.values
            notice = Notice(.info, "what you typed is kept until this is opened again")
        }
        return []
    }

    /// What a filled form comes to is looked at, or what it needs first is read.
    private mutating func send() -> [Effect] {
        guard var form = modals.last?.form else { return [] }
        form.isWaiting = true
        form.refusal = nil
        modals[modals.count - 1] = .form(form)
        let ticket = tickets.draw(.change)
        switch form.inquiry.outcome(form.values) {
        case .changes(let changes): return [.preview(ticket, changes)]
        case .file(let path, let product): return [.readSchema(ticket, path: path, of: product)]
        case .plan(let wish): return [.plan(ticket, wish)]
        }
    }

    mutating func schemaRead(_ result: Result<[SchemaObject], Refusal>) -> [Effect] {
        switch result {
        case .success(let schema):
            modals.last(\.form) { $0.take(schema) }
            return send()
        case .failure(let refusal):
            refuse(refusal.sentence)
            return []
        }
    }

    mutating func previewed(_ result: Result<Outlook, GatewayError>) -> [Effect] {
        service.note(result)
        guard let form = modals.last?.form else {
            // What is to be confirmed became something else meanwhile: here is what comes of that.
            if let refusal = modals.last?.confirm?.refusal, case .success(let outlook) = result {
                modals.last(\.confirm) { $0.look(at: outlook, because: refusal) }
            }
            return []
        }
        switch result {
        case .failure(let error): refuse(error.description)
        case .success(let outlook):
            modals.last(\.form) { $0.rest() }
            guard case .changes(let changes) = form.inquiry.outcome(form.values) else { return [] }
            modals.last(\.form) { $0.forgetFile() }
            modals.append(
                .confirm(
                    ConfirmModal(
                        title: form.inquiry.title, changes: changes, request: requests.next(),
                        commandLine: form.inquiry.commandLine(form.values), outlook: outlook)))
        }
        return []
    }

    private mutating func commit() -> [Effect] {
        guard let modal = modals.last?.confirm else { return [] }
        modals.last(\.confirm) {
            $0.isCommitting = true
            $0.refusal = nil
        }
        return [.commit(tickets.draw(.change), modal.changes, modal.request, agreed: modal.outlook.consequences.digest)]
    }

    mutating func committed(_ result: Result<Receipt, GatewayError>) -> [Effect] {
        service.note(result)
        switch result {
        case .success(let receipt):
            finishForm()
            return done(receipt)
        case .failure(.stale(let consequences)):
            let sentence = GatewayError.stale(consequences).description
            modals.last(\.confirm) { $0.look(at: Outlook(consequences), because: sentence) }
            if let changes = modals.last?.confirm?.changes { return [.preview(tickets.draw(.change), changes)] }
        case .failure(let error):
            modals.last(\.confirm) {
                $0.isCommitting = false
                $0.refusal = error.description
            }
        }
        return []
    }

    /// A commit whose confirmation is no longer on the screen still says how it ended.
    mutating func late(_ result: Result<Receipt, GatewayError>) -> [Effect] {
        switch result {
        case .success(let receipt): return done(receipt)
        case .failure(let error):
            complain(error.description)
            return []
        }
    }

    private mutating func done(_ receipt: Receipt) -> [Effect] {
        let said = receipt.consequences.items.filter { $0.tone == .does }.map { "\($0.subject) \($0.text)" }
        notice =
            receipt.changed
            ? Notice(.good, said.joined(separator: "; "))
            : Notice(.info, "the mesh is so already; nothing was written")
        revision = max(revision, receipt.revision)
        return readAgain()
    }

    mutating func planned(_ result: Result<ProvisionPlan, Refusal>) -> [Effect] {
        guard let form = modals.last?.form else { return [] }
        switch result {
        case .failure(let refusal): refuse(refusal.sentence)
        case .success(let plan):
            modals.last(\.form) { $0.rest() }
            modals.append(.plan(PlanModal(plan, commandLine: form.inquiry.commandLine(form.values))))
        }
        return []
    }

    private mutating func run(_ plan: ProvisionPlan) -> [Effect] {
        finishForm()
        modals.append(.run(RunModal(title: "Provisioning \(plan.product) from \(plan.template)")))
        return [.provision(tickets.draw(.change), plan)]
    }

    mutating func provisioned(_ result: Result<Provision, Refusal>, isWatched: Bool) -> [Effect] {
        let ending: (tone: Tone, text: String) =
            switch result {
            case .success(let provision):
                (
                    provision.state.tone,
                    "\(provision.template) for \(provision.product) is \(provision.state.rawValue): \(provision.workspace)"
                )
            case .failure(let refusal): (.bad, refusal.sentence)
            }
        if isWatched, modals.last?.run != nil {
            modals.last(\.run) { $0.end(ending.tone, ending.text) }
        } else {
            notice = Notice(ending.tone, ending.text)
        }
        if ending.tone == .bad { activity.add(trouble: ending.text, at: now) }
        return readAgain()
    }

    /// The form and what lay on it are done with; what was typed has become real.
    private mutating func finishForm() {
        if let form = modals.last(where: { $0.form != nil })?.form { drafts[form.inquiry.key] = nil }
        modals.removeAll()
    }

    private mutating func refuse(_ sentence: String) {
        modals.last(\.form) { $0.refuse(sentence) }
    }
}
