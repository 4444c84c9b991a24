# Agreements: names, refusals, and the words of their pages.

agreement-kind-memorandum = Memorandum of understanding
agreement-kind-pa-agreement = Agreement between public administrations
agreement-kind-convention = Convention
agreement-kind-programme-agreement = Programme agreement
agreement-kind-partnership = Partnership
agreement-kind-codesign = Co-design

agreement-state-draft = Being drafted
agreement-state-negotiation = Being discussed
agreement-state-text-frozen = Text final
agreement-state-signing = Being signed
agreement-state-ratification-pending = Awaiting approval or publication
agreement-state-concluded = Concluded, not yet begun
agreement-state-in-force = In force
agreement-state-expired = Expired
agreement-state-terminated = Ended
agreement-state-abandoned = Abandoned

agreement-lack-text-not-frozen = the text is not final
agreement-lack-signatures =
    { $missing ->
        [one] one valid signature is missing
       *[other] { $missing } valid signatures are missing
    }
agreement-lack-ratification = the act of approval is missing
agreement-lack-lapsed = it was not ratified within 30 days and has lapsed
agreement-lack-publication = it is not published
agreement-lack-not-begun = its period begins on { $from }
agreement-lack-expired = its period is over
agreement-lack-terminated = it was ended before its time
agreement-lack-abandoned = it was given up before it was concluded

agreement-in-force-since = In force since { $since }.
agreement-in-force-from-to = In force from { $since } to { $until }.
agreement-not-in-force = Not in force: { $reasons }.

participation-required = Required
participation-adhering = Adhering

party-state-invited = Invited
party-state-authorised = Authorised to sign
party-state-signed = Signed
party-state-withdrawn = Withdrawn
party-state-declined = Declined

signature-kind-handwritten = Handwritten signature
signature-kind-advanced-electronic = Advanced electronic signature
signature-kind-qualified-electronic = Qualified electronic signature
signature-kind-digital = Digital signature
signature-kind-spid = Signature with SPID

signature-standing-declared = Declared
signature-standing-verified = Verified
signature-standing-invalid = Not valid

## Refusals

refusal-signature-kind-invalid = An agreement of this kind cannot be signed by hand: use an electronic signature, otherwise the agreement is void.
refusal-party-not-pa = Only public administrations can be parties to an agreement of this kind: choose another organisation, or another kind of agreement.
refusal-authorising-act-missing = The act that authorises the signature is missing, or is later than the signature: record the organisation's act first, with a date that is not later.
refusal-text-hash-mismatch = The text that was read is not the one to be signed: reload the agreement, read the text again and retry.
refusal-agreement-not-in-force = The agreement is not in force: choose one that is, or record the promise without an agreement.
refusal-format-sha-256 = The hash of the text is not of the expected form: copy the 64 hexadecimal digits shown with the text.
refusal-blank-clauses = The text is empty: write at least one clause.
refusal-blank-parties = At least two required parties are needed: invite them before making the text final.

## Pages

page-nav-agreements = Agreements
page-agreements-title = Agreements
page-agreements-lead = What organisations have committed themselves to, together and in writing.
page-agreements-none = No agreement has been published.
page-agreement-signed =
    { $total ->
        [one] Signatures: { $signed } of one
       *[other] Signatures: { $signed } of { $total }
    }
page-agreement-summary = In short
page-agreement-kind = Kind of agreement
page-agreement-period = Intended period
page-agreement-renewal = Renewal
page-agreement-ratification = Act of approval
page-agreement-publication = Publication
page-agreement-published = { $date }, { $reference }
page-agreement-act = { $body }, act no. { $number } of { $date }
page-agreement-ended = End
page-agreement-ended-on = from { $date }: { $reason }
page-agreement-parties = Parties
page-agreement-parties-caption = Organisations that take part, the act that authorises them, and their signature
page-agreement-participation = Participation
page-agreement-party-act = Authorising act
page-agreement-party-act-none = Not yet recorded
page-agreement-signature = Signature
page-agreement-signature-none = Not yet signed
page-agreement-signature-of = { $kind }, { $date } ({ $standing })
page-agreement-withdrawn-on = from { $date }
page-agreement-text = The text
page-agreement-text-version = Version { $number }, final since { $date }.
page-agreement-hash = Hash of the text (SHA-256)
page-agreement-projects = Projects
page-agreement-projects-none = The agreement names no projects.
page-agreement-commitments = Promises under this agreement
page-agreement-commitments-none = No promise is recorded under this agreement.
page-agreement-commitments-caption = Who promised what, and to which project
page-agreement-project = Project
page-project-agreements = Agreements
