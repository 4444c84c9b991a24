# Words of pages.

## Every page

page-title = { $title } – { $site }
page-skip-to-content = Skip to the main content
page-navigation = Main navigation
page-breadcrumb = Breadcrumb
page-nav-plan = The plan
page-nav-tables = Tables
page-nav-decisions = Decisions
page-nav-accessibility = Accessibility
page-language = Language
page-language-this = English
page-language-switch = Read this page in English
page-footer-about = { $body } publishes here its metropolitan strategic plan and the work of the tables that carry it out.
page-footer-licence = Unless stated otherwise, data are available under the CC BY 4.0 licence.
page-footer-source = Made with Cordata, free software.
page-state = State
page-reason = Reason
page-number = Number
page-date = Date
page-organisation = Organisation
page-yes = Yes
page-no = No
page-from-to = from { $from } to { $to }
page-since = since { $from }
page-next = Next page

## The plan

page-home-title = The metropolitan strategic plan
page-home-lead = What the plan sets out to do, who carries it out and what is decided at the tables.
page-home-upcoming = Next meetings
page-home-upcoming-none = No meeting is scheduled.
page-home-recent-decisions = Latest decisions
page-home-recent-decisions-none = No decision is published.
page-home-no-plan = No plan is published yet.
page-plan = Strategic plan
page-plan-edition = Edition { $edition }
page-plan-period = Period
page-plan-adopting-act = Adopting act
page-plan-other-editions = Other editions
page-axis = Axis { $code }
page-strategy = Strategy { $code }
page-strategy-none = This axis has no strategy.
page-action = Action { $code }
page-action-none = This strategy has no action.
page-action-lead = Lead organisation

## Tables

page-tables-title = Tables
page-tables-lead = The bodies where local organisations discuss and decide how the plan is carried out.
page-tables-none = No table is published.
page-table-kind = Kind of table
page-table-founding-act = Founding act
page-table-zone = Homogeneous zone
page-table-parent = Set up by
page-table-mandate = What it works on
page-table-mandate-none = No axis or strategy is named.
page-table-composition = Composition
page-table-composition-caption = Organisations that sit at the table
page-table-composition-none = No organisation sits at the table yet.
page-table-seat-kind = Title
page-table-seat-voting = Right to vote
page-table-voting-seats =
    { $count ->
        [one] One voting seat
       *[other] { $count } voting seats
    }
page-table-rules = Rules of procedure
page-table-rules-notice-ordinary =
    { $days ->
        [one] Notice of an ordinary meeting: one working day
       *[other] Notice of an ordinary meeting: { $days } working days
    }
page-table-rules-notice-urgent =
    { $days ->
        [one] Notice of an urgent meeting: one working day
       *[other] Notice of an urgent meeting: { $days } working days
    }
page-table-rules-quorum = Quorum: { $share } of the voting seats
page-table-meetings = Meetings
page-table-meetings-upcoming = Scheduled
page-table-meetings-past = Held
page-table-meetings-none = No meeting.
page-table-decisions = Decisions
page-table-decisions-none = No decision.

## Projects

page-nav-projects = Projects
page-until = until { $to }
page-projects-title = Projects
page-projects-lead = The works and initiatives that carry out the plan: what they need and what is still missing.
page-projects-search = Search the titles
page-projects-search-submit = Search
page-projects-all = All projects
page-projects-none = No project is published.
page-projects-none-found = No project has these words in its title.
page-project-summary = In brief
page-project-need-none = What is needed is not stated yet.
page-project-need-cash = In money: { $budget } needed; { $confirmed } confirmed; { $difference } still to be found.
page-project-need-cash-met = In money: { $budget } needed; { $confirmed } confirmed; nothing is left to be found.
page-project-need-cash-over = In money: { $budget } needed; { $confirmed } confirmed, which is { $difference } more than needed.
page-project-need-in-kind = In kind (work and goods): { $budget } needed; { $confirmed } confirmed; { $difference } still to be found.
page-project-need-in-kind-met = In kind (work and goods): { $budget } needed; { $confirmed } confirmed; nothing is left to be found.
page-project-need-in-kind-over = In kind (work and goods): { $budget } needed; { $confirmed } confirmed, which is { $difference } more than needed.
page-project-covered = Confirmed share: { $percent }
page-project-anomaly = The published amounts do not add up: the stated total is { $budget }, contributions add up to { $promised }, payments to { $paid }. They are shown as they were published, and left out of certified totals.
page-project-anomaly-short = The published amounts do not add up: left out of certified totals.
page-project-lead = Lead organisation
page-project-lead-none = Not stated yet
page-project-cups = Project code (CUP)
page-project-measure = Measure
page-project-dates = Duration
page-project-origin = Origin of the data
page-project-imported =
    { $nth ->
        [1] Imported from the published data { $source }, code { $code }
       *[other] Imported from the published data { $source }, code { $code }, row no. { $nth } with this code
    }
page-project-contributions = Who contributes what
page-project-contributions-caption = Contributions promised, confirmed and paid; money and contributions in kind are not added together
page-project-contributions-none = No contribution is recorded.
page-project-contributions-first = The first 200 contributions are listed; the totals include all of them.
page-project-contributor = Contributor
page-project-contributor-unnamed = Not named
page-project-source = Source
page-project-source-none = Not stated
page-project-nature = Money or in kind
page-project-promised = Promised
page-project-confirmed = Confirmed
page-project-paid = Paid or given
page-project-paid-validated = of which validated { $amount }
page-project-declared = reported and not yet accepted { $amount }
page-project-sum = Total: { $nature }
page-project-contribution-imported = imported
page-project-contribution-uncertified = not certified
page-project-milestones = Milestones
page-project-milestones-caption = Milestones of the project and their progress
page-project-milestones-none = No milestone is stated.
page-project-milestone = Milestone
page-project-milestone-due = Due
page-project-milestone-progress = Progress
page-project-milestone-done = Done: { $percent }
page-project-milestone-late = Late
page-project-budgets = History of the budget
page-project-budgets-caption = Versions of the budget, from the first to the last, which is in force
page-project-budgets-none = No budget is published.
page-project-budget-from = In force since
page-project-budget-cash = In money
page-project-budget-in-kind = In kind
page-project-budget-no-reason = No reason stated
page-project-actions = Actions of the plan
page-project-actions-none = The project is not linked to any action of the plan.
page-project-share = Part of the project: { $percent }

## Meetings

page-meeting-numbered = Meeting no. { $number }
page-meeting-convocation-number = Convocation no. { $number } of { $date }
page-meeting-kind = Kind of meeting
page-meeting-mode = Mode
page-meeting-when = When
page-meeting-where = Where
page-meeting-where-remote = Remote only
page-meeting-add-to-calendar = Add to calendar
page-meeting-agenda = Agenda
page-meeting-agenda-none = The agenda is not published yet.
page-meeting-item = Item { $position }
page-meeting-item-urgent = Added as urgent
page-meeting-item-carried = Deferred from an earlier meeting
page-meeting-documents = Documents
page-meeting-documents-none = No document is published yet.
page-meeting-urgent = Meeting convened urgently. Reason: { $reason }
page-meeting-postponed = The meeting is postponed to a date yet to be set. Reason: { $reason }
page-meeting-cancelled = The meeting is cancelled. Reason: { $reason }
page-meeting-quorum = Quorum
page-meeting-quorum-passed = Reached: { $represented } of { $base } seats represented, { $required } required.
page-meeting-quorum-failed = Not reached: { $represented } of { $base } seats represented, { $required } required.
page-meeting-decisions = Decisions
page-meeting-follow-ups = Follow-ups

## Decisions and follow-ups

page-decisions-title = Decisions
page-decisions-lead = The decisions of the tables, latest first.
page-decision = Decision no. { $number }
page-decision-item = Agenda item
page-decision-method = Method
page-decision-majority = Majority required
page-decision-votes = Votes
page-decision-in-conflict = In conflict of interest
page-decision-binds = Organisations bound
page-follow-up-owner = Responsible organisation
page-follow-up-due = Due
page-follow-up-overdue = Overdue
page-follow-up-evidence = What shows it

## The answer to a convocation

page-answer-title = Answer the convocation
page-answer-lead = Say who will attend for { $organisation }.
page-answer-legend = Who attends the meeting?
page-answer-attending = I will attend
page-answer-attending-substitute = I will attend as the substitute
page-answer-substitute-attends = The substitute will attend
page-answer-absent = Nobody can attend
page-answer-submit = Send the answer
page-answer-choose = Choose one of the answers, then send it.
page-answer-current = Current answer: { $answer }, given on { $moment }.
page-answer-done-title = Answer recorded
page-answer-done-attending = Thank you: the attendance of { $organisation } is confirmed.
page-answer-done-substitute-attends = Thank you: the substitute will attend for { $organisation }.
page-answer-done-absent = Thank you: it is recorded that nobody will attend for { $organisation }.
page-answer-unusable-title = This link cannot be used
page-answer-unusable = The link has already been used, has expired because the meeting has begun or will not take place, or was not opened in full. Try again from the mail with the convocation; if the problem remains, contact the secretariat of the table.

## The digest's switch

page-digest-stop-title = Daily digest
page-digest-stop-question = Stop receiving the daily digest?
page-digest-stop-submit = Stop sending it to me
page-digest-stopped = The daily digest will no longer be sent. Convocations and other notices that are due will still reach you.

## Accessibility and errors

page-accessibility-title = Accessibility
page-accessibility-goal = These pages are built to meet the WCAG 2.1 guidelines at level AA: they work with a keyboard, with screen readers and without JavaScript, and no information depends on colour alone.
page-accessibility-feedback = If something is not accessible, write to { $address }: give the address of the page and the difficulty you met.
page-error-not-found-title = Page not found
page-error-not-found = The page does not exist or is not public. Check the address or go back to the home page.
page-error-fault-title = Something went wrong
page-error-fault = Your request failed because of a problem on our side. Try again in a few minutes; if it fails again, report it with the code { $reference }.
page-error-bad-request-title = Request not understood
page-error-bad-request = The address or the form sent is not correct. Go back to the previous page and try again.
page-error-too-many-title = Too many requests
page-error-too-many = Too many requests came from here in a short time. Wait a moment and reload the page; whoever signed in with this browser before can sign in and go on.
page-error-home = Back to the home page

## What the pages add

page-home = Home page
page-home-tables = Tables at work
page-home-all-tables = All tables
page-home-all-decisions = All decisions
page-nav-privacy = Privacy
page-footer = About this site
page-plan-contents = The axes of this plan
page-table = Table
page-table-state = State of the table
page-meeting-documents-letter = Print the convocation
page-meeting-facts = The meeting in brief
page-decision-tally =
    For: { $inFavour }. Against: { $against }. Abstained: { $abstained }. Present, not voting: { $notVoting }.
page-answer-once = The link records one answer, until the meeting begins: { $moment }. After that it can be changed on the page of the meeting, once you have signed in, or by the secretariat of the table.
page-answer-missing = The answer is missing. { page-answer-choose }
page-answer-kept-title = Answer not recorded
page-answer-kept = The link records one answer and was used already: the answer that you have just sent was not recorded. The one given on { $moment } stands: “{ $answer }”.
page-answer-to-change = Until the meeting begins the answer can be changed on the page of the meeting, once you have signed in, or by the secretariat of the table.
page-answer-change = Change the answer on the page of the meeting
page-meeting-answer = Your answer to the convocation
page-meeting-answer-until = The answer can be changed until the meeting begins.
page-answer-meeting = Open the page of the meeting

## The statements

page-accessibility-tested = The pages are checked with automatic tools on large and small screens; text can be enlarged up to 400 % without losing content.
page-accessibility-status = No difficulty of access is known. Texts written by organisations, such as agendas and decisions, are published in the language in which they were written.
page-accessibility-remedy = Whoever reports a difficulty gets an answer; if none comes or it does not solve the problem, you can turn to the Digital Ombudsman at the Agency for Digital Italy (AgID).
page-privacy-title = Privacy
page-privacy-visitors = Nobody has to register to read these pages. They use no cookies, count no visitors and ask nothing of other sites.
page-privacy-public = Public pages name organisations, never the persons who represent them at the tables.
page-privacy-members = Of the members of the tables { $body } keeps the name, the e-mail address, the posts and the answers to convocations: they are needed to convene meetings and to document them. Whoever signs in gets two cookies: that of the session, and one by which the browser is known for 180 days, so that no stranger can keep them out; by itself it opens nothing.
page-privacy-network = To limit abuse the system counts the requests of each network. Network addresses stay in the memory of the service for a minute and are written to no log; for contributions, requests to sign in and invitations a hash of the network or mailbox is kept, which leads to neither without a secret of the system, until { $hashes ->
        [one] one day
       *[other] { $hashes } days
    } after the hour or day that it serves.
page-privacy-records = Records stay: minutes, decisions, signatures, payments and the trail of who did what are needed to account for, and are kept without an end. They name people by an internal code; beside the trail the names and addresses that a person has had are kept until they are erased.
page-privacy-kept = Kept for some time only: text and address of mails, { $mails ->
        [one] one day
       *[other] { $mails } days
    }; the personal links in mails, { $links ->
        [one] one day
       *[other] { $links } days
    } after they expire; technical traces of work that was done, { $jobs ->
        [one] one day
       *[other] { $jobs } days
    }; answers that were given to a repeated request, { $keys ->
        [one] one day
       *[other] { $keys } days
    }; who was invited into an organisation and never came, { $invited ->
        [one] one day
       *[other] { $invited } days
    } after the last invitation.
page-privacy-erasure = Whoever asks for it and holds no office any more is erased: name, addresses, access keys, preferences and the text of mails to them exist no more, and in the records stands “Erased person”. The copy of one's own data holds everything about a person, in one document.
page-privacy-rights = Everybody can ask for a copy of their own data, for corrections and, where the law provides for it, for erasure.
page-privacy-feedback = For requests write to { $address }.

## The convocation letter

page-letter-addressees = To
page-letter-non-voting = without a vote
page-letter-subject = Subject: convocation of the meeting “{ $title }”
page-letter-opening = The organisations addressed are convened to the meeting to be held on { $moment }.
page-letter-remote = The link to take part remotely is in the convocation sent by e-mail.
page-letter-closing = If you cannot attend, please say so in good time, and whether the substitute will attend.
page-letter-signature = For the coordination of the table

## People

person-erased = Erased person
