# Why something is refused, and what to do. A key may be followed by the name of a field or of an act, where a more
# helpful sentence is possible: `refusal-blank-agenda` is taken before `refusal-blank`.

refusal-not-found = Nothing was found under this reference: check it, or make sure that you may see these data.
refusal-forbidden = Your current role does not allow this: ask the secretariat or the coordinator of the table.
refusal-out-of-scope = The token does not reach that far: this needs one of the scope { $scope }.
refusal-self-appointment = Nobody gives roles or posts to themselves, nor to another name at their own mailbox: ask another person who has the power to do it.
refusal-conflict = Somebody else has changed these data in the meantime: reload them, check the changes and try again.
refusal-ambiguous-code = This code names more than one thing: add the edition of the plan or use the identifier.
refusal-ambiguous-code-cup = More than one project has this CUP: name the one you mean by its `id`, which the list of projects shows.
refusal-already-exists = Something with this key already exists: use it, or choose another key.
refusal-link-used = This link or code has already been used, has expired or is not valid: ask for a new one.
refusal-idempotency-mismatch = The same request key was already used with other content: send the request with a new key.
refusal-last-administrator = This is the last administrator of the platform: appoint another one before taking this role away.
refusal-agenda-closed = The agenda is closed because the meeting has already been convened: add an urgent item and say why it is urgent, or propose the item for the next meeting.
refusal-conflict-of-interest = All the seats represented have a conflict of interest: nobody can decide on this item. Correct the count, or defer the item to the next meeting.
refusal-quorum-not-met =
    { $required ->
        [one] The quorum is not reached: one voting seat is needed and none is represented. Record who is present and check again, or defer the item.
       *[other] The quorum is not reached: { $required } voting seats are needed (represented: { $represented }). Record who else is present and check again, or defer the item.
    }
refusal-tally-mismatch = The votes do not add up: their sum is { $given }, but it must equal the seats represented without a conflict of interest, which is { $expected }. Check the votes for and against, the abstentions and those not voting.
refusal-notice-too-short =
    { $required ->
        [one] The notice is too short: one full working day is needed (available: { $given }). Move the meeting to { $earliest } or later; unless it is urgent already, it can also be convened as urgent, with the reason why.
       *[other] The notice is too short: { $required } full working days are needed (available: { $given }). Move the meeting to { $earliest } or later; unless it is urgent already, it can also be convened as urgent, with the reason why.
    }

## Something is missing

refusal-reason-required = This needs a reason: write it in a few words.
refusal-reason-required-reason = The reason is missing: write it in a few words, it will be sent to those concerned.
refusal-reason-required-urgency = The reason for the urgency is missing: write it in a few words, it will be sent to everybody convened.
refusal-reason-required-evidence = To say that the follow-up is done, name what shows it, for instance an act or a document.
refusal-reason-required-adopting-act = To adopt the plan, name the adopting act with its number and date.
refusal-reason-required-coordinator-id = The table has no coordinator: appoint one, then activate the table.
refusal-reason-required-act = The formal act that authorises this is missing: name it in `act` with its kind, number and date. To confirm a commitment, the decision of a table in `decisionId` will do instead.
refusal-blank = The field is empty: fill it in.
refusal-blank-agenda = The agenda is empty: add at least one item before convening the meeting.
refusal-blank-seats = On the day of the meeting nobody holds an active seat of the table: name the organisations' representatives before convening it.
refusal-blank-opens-earlier-versions = With this visibility more people would read the earlier versions too: confirm that this is meant, or leave the visibility as it was.
refusal-blank-place = The place of the meeting is missing: give it, or choose a remote meeting.
refusal-blank-link = The link to take part remotely is missing: give it, or choose a meeting in person.

## Something is written in the wrong way

refusal-too-long = The text is too long: shorten it to at most { $max } characters.
refusal-too-many = There are too many entries: keep at most { $max }.
refusal-too-many-agenda = The agenda has too many items: keep at most { $max }.
refusal-too-many-milestones = The project already has { $max } milestones, the most allowed: group those that remain.
refusal-too-many-where = The answer would have more than { $max } cells: narrow it to one project, one plan or one action.
refusal-control-character = The text contains characters that are not allowed, for instance a line break where a single line is expected, or invisible ones copied from elsewhere: remove them and try again.
refusal-format = The value does not have the expected form: write it as in this example: { $expected }
refusal-format-bcp-47 = The language is not recognised: give its code, for instance “it” or “en”.
refusal-format-cursor = The position in the list is not valid: use one that came with the same list, or start again from the beginning.
refusal-format-cup = The project code does not have the expected form: write its 15 characters, for instance B73C22000050001.
refusal-format-iana = The time zone is not recognised: give its name, for instance “Europe/Rome”.
refusal-format-codice-fiscale = The code does not have the expected form: write the 11 digits of the organisation's VAT number or tax code, or the 16 characters of the person's tax code.
refusal-format-https = The address does not have the expected form: write it in full, beginning with https:// and without a user name
refusal-check-digit = The check character does not match: copy the code again with care, it probably contains a typing error.
refusal-skipped-time = This time does not exist: that night the clocks go forward and skip it. Give an earlier or a later time.
refusal-duplicate = The same thing is given twice: keep it once only.
refusal-duplicate-last = A page is counted from the start or from the end: give `first` or `last`, not both.
refusal-duplicate-person-id = This person already holds the seat: name somebody else, or end the present appointment first.
refusal-range-min = The value is out of range: give { $min } or a later value.
refusal-range-max = The value is out of range: give { $max } at most.
refusal-range-max-amount = The amount is too large: give { $max } at most.
refusal-range-max-cash = The amount is too large: give { $max } at most.
refusal-range-max-in-kind = The amount is too large: give { $max } at most.
refusal-range-both = The value is out of range: give one between { $min } and { $max }.
refusal-range-min-due = The due date is in the past: give { $min } or a later day.
refusal-range-min-from = The first day is too early: give { $min } or a later day.
refusal-range-both-from = The time is out of range: give one between the opening of the meeting ({ $min }) and now ({ $max }).
refusal-range-min-starts-at = The meeting cannot be opened yet: wait for the day it is convened for, { $min }.
refusal-range-min-starts-at-local = The start of the meeting is already past: give a moment after { $min }, then convene it.
refusal-range-both-minutes = The duration is not allowed: give { $min } to { $max } minutes.
refusal-range-both-second-call-quorum = The quorum of a second call cannot be higher than that of the first: give at most { $max } of the seats.
refusal-range-first = A page holds { $min } to { $max } entries: give `first` such a number, and read on from the cursor of the last entry.
refusal-range-last = A page holds { $min } to { $max } entries: give `last` such a number, and read on from the cursor of the first entry.
refusal-range-due = The due date is in the past: give { $min } or a later day.
refusal-range-from = The first day is too early: give { $min } or a later day.
refusal-range-starts-at = The meeting cannot be opened yet: wait for the day it is convened for, { $min }.
refusal-range-minutes = The duration is not allowed: give { $min } to { $max } minutes.

## Something does not fit

refusal-foreign = What you chose does not belong here: choose one of those offered.
refusal-foreign-code = The code does not continue the one of the level above: the actions of strategy 2.1, for instance, are called 2.1.1, 2.1.2 and so on.
refusal-foreign-city-role = The metropolitan city cannot deliver an action that is the remit of others: say that it directs, stimulates or promotes it, or correct the remit.
refusal-foreign-scope = The role cannot be held for this scope: choose the organisation, the table or the whole plan, as the role asks for.
refusal-foreign-voting = Guests and technical support do not vote: take the vote away or change the title of the seat.
refusal-foreign-seat-id = This seat is not active at the table on the day of the meeting: choose one of the active seats.
refusal-foreign-agenda-item-id = This item is not on the agenda of the meeting: choose one of those listed, or add it as an urgent item.
refusal-foreign-against = Under consensus nobody can be against: if somebody objects, record an open or a secret vote.
refusal-foreign-answer = Nobody is the substitute of this seat on the day of the meeting: choose another answer, or have a substitute named first.

## The state does not allow it

refusal-illegal = This is not possible in the present state (“{ $state }”): reload the data and check what can be done.
refusal-illegal-advance = The state “{ $target }” cannot follow “{ $state }”: states follow each other in order, choose the very next one.
refusal-illegal-inactive-table = The table is not active (state: “{ $state }”): activate it first, or work with another table.
refusal-illegal-activate = Activation is not possible in the state “{ $state }”: only what is proposed, suspended or still being drafted can be activated.
refusal-illegal-complete = Only an action under way can be completed; the state of this one is “{ $state }”: activate it before completing it.
refusal-illegal-abandon = Only an action under way can be abandoned; the state of this one is “{ $state }”: check that you chose the right one.
refusal-illegal-suspend = Only an active table can be suspended; the state of this one is “{ $state }”: check that you chose the right one.
refusal-illegal-suspend-before-meeting = A meeting of the table is still in the state “{ $state }”: close it if it is under way, otherwise postpone or cancel it, then suspend the table.
refusal-illegal-dissolve = The table is already dissolved: nothing more needs to be done.
refusal-illegal-dissolve-before-meeting = A meeting of the table is still in the state “{ $state }”: close it if it is under way, otherwise cancel it, then dissolve the table.
refusal-illegal-appoint-coordinator = The table is dissolved and cannot have a coordinator: set up a new table to continue the work.
refusal-illegal-name-seat-holder = The seat has ended: to name a representative, give the organisation a new seat.
refusal-illegal-end-seat = The seat has already ended: nothing more needs to be done.
refusal-illegal-update-meeting = A meeting can be changed only while it is being prepared or postponed; the state of this one is “{ $state }”: to change its date or place, postpone it and convene it again.
refusal-illegal-add-urgent-item = An urgent item can be added to a meeting that is convened or under way; the state of this one is “{ $state }”: if it is being prepared, change the agenda, otherwise propose the item for the next meeting.
refusal-illegal-convene-meeting = Only a meeting that is being prepared or postponed can be convened; the state of this one is “{ $state }”: if it is already convened and its date must change, postpone it; otherwise prepare a new meeting.
refusal-illegal-postpone-meeting = Only a convened meeting can be postponed; the state of this one is “{ $state }”: if it is being prepared, just change its date.
refusal-illegal-cancel-meeting = Only a meeting that has not been opened can be cancelled; the state of this one is “{ $state }”: if it is under way, close it.
refusal-illegal-open-meeting = Only a convened meeting can be opened; the state of this one is “{ $state }”: convene it before opening it.
refusal-illegal-record-attendance = Attendance is recorded while the meeting is under way; the state of this one is “{ $state }”: open the meeting first.
refusal-illegal-check-quorum = The quorum is checked while the meeting is under way; the state of this one is “{ $state }”: open the meeting first.
refusal-illegal-record-decision = Decisions are taken while the meeting is under way, on an item for decision not yet dealt with; the present state is “{ $state }”: open the meeting or choose another item.
refusal-illegal-defer-item = Only an item not yet dealt with, of a meeting under way, can be deferred; the present state is “{ $state }”: choose another item.
refusal-illegal-close-meeting = Only a meeting under way can be closed; the state of this one is “{ $state }”: if it did not take place, cancel or postpone it.
refusal-illegal-add-follow-up = Follow-ups come from an adopted decision; the state of this one is “{ $state }”: choose the adopted decision to be carried out.
refusal-illegal-advance-suspended-project = The project is suspended: resume it first, then move it on.
refusal-illegal-resume-project = Only a suspended project can be resumed; the state of this one is “{ $state }”: check that you chose the right one.
refusal-illegal-answer-convocation = The convocation can no longer be answered, because the meeting has begun or will not take place: tell the secretariat of the table directly.
refusal-illegal-revoke = It has already been revoked: nothing more needs to be done.
refusal-illegal-redrive-mail = Only a message that could not be sent can be queued again; the state of this one is “{ $state }”: nothing more needs to be done, or choose another message.
refusal-illegal-revoke-role = The role has already ended: nothing more needs to be done.
refusal-above-budget = The promise is more than { $times } times the project's budget of { $budget }: check the amount, or confirm it in `confirmation` by a note that says why.
refusal-over-funding = The amount is more than what is still to be found, { $amount }: lower the amount or raise the budget.
refusal-over-disbursement = The amount is more than what is still available, { $amount }: lower the amount or confirm more money first.
refusal-over-reversal = The reversal is more than what is left of this payment to take back, { $amount }: lower the amount.
refusal-below-paid = The commitment cannot fall below what is already paid or ordered, { $amount }: reduce it by less, or reverse a payment first.
refusal-in-kind-cap-exceeded = Contributions in kind would exceed what the programme allows, { $amount }: lower the value of the contribution.
refusal-in-kind-cap-exceeded-budget = With this budget the contributions in kind already confirmed would exceed what the programme allows, { $amount }: reduce those contributions first, or leave the budget higher.
refusal-wrong-nature =
    { $nature ->
        [IN_KIND] The commitment is in kind: it is not paid. Report what was given with declareInKind.
       *[other] The commitment is in money: record a payment with recordPayment.
    }
refusal-four-eyes-disbursement-id = Whoever recorded the payment cannot validate it, in no role and under no name: ask another person.
refusal-four-eyes-in-kind-id = Whoever reported or documented the contribution can neither accept nor reject it, in no role and under no name: ask another person.
refusal-illegal-confirm-receipt = A payment is validated once, while it has not been reversed; the state of this one is “{ $state }”: check that you chose the right entry.
refusal-illegal-reverse-disbursement = Only a payment can be reversed; the entry given is “{ $state }”: choose the payment to reverse.
refusal-illegal-accept-in-kind = Only a documented contribution to a confirmed commitment can be accepted; the state is “{ $state }”: if it is only reported, add a paper that shows it first.
refusal-illegal-document-in-kind = Only a contribution that has not been decided on can be documented; the state of this one is “{ $state }”: if something is missing, report it anew.
refusal-illegal-reject-in-kind = Only a contribution that has not been decided on can be rejected; the state of this one is “{ $state }”: if it was accepted by mistake, reverse the entry.
payment-state-validated = Validated
refusal-project-closed = The project is closed or cancelled: no more amounts can be recorded.

## Co-design and contributions

refusal-sign-ins-asked = { $max } mails to sign in were asked for in this hour and not used: use the newest one (look into the folder for junk mail too), or ask for another from { $again } on.
refusal-limit-reached = The highest number allowed, { $max }, is reached: for contributions try again later, otherwise ask the secretariat.
refusal-share-reached = Your organisation has used its share here, { $max }; the rest is for the others: go on in what is there, or ask the secretariat.
refusal-too-often = { $minutes ->
    [one] At most { $max } in an hour: try again in one minute. What is saved so far is kept.
   *[other] At most { $max } in an hour: try again in { $minutes } minutes. What is saved so far is kept.
}
refusal-reason-required-message = Not taking a contribution up needs a reason: write it in a few words, it will be sent to its author.
refusal-blank-consent = The consent to use your data is missing: without it we cannot answer you.
refusal-blank-citizen = Who contributes is missing: give name, address and consent, or sign in as a member.
refusal-foreign-on-behalf-of-id = This organisation does not sit at the table today: choose one of those that do.
refusal-conflict-clause-id = This clause is gone from the present text: read the last version and comment on the clause that takes its place.
refusal-conflict-base-version = Somebody has saved another version in the meantime: read it, carry your changes over and save again.
refusal-conflict-text-version = Another version was saved in the meantime: read it before you repeat this.
refusal-already-exists-text-version = This organisation already endorses this version: nothing more needs to be done.
refusal-illegal-save-proposal-version = The text can be changed while the proposal is being written or open; its state is “{ $state }”: begin a new proposal.
refusal-illegal-open-proposal = Only a proposal that is being written can be opened; its state is “{ $state }”: reload the page.
refusal-illegal-adopt-proposal = Only an open proposal can be adopted; its state is “{ $state }”: if it is being written, open it first.
refusal-illegal-withdraw-proposal = Only a proposal that is being written or open can be withdrawn; its state is “{ $state }”: nothing more needs to be done.
refusal-illegal-endorse-proposal = Only an open proposal can be endorsed; its state is “{ $state }”: wait until it is opened.
refusal-illegal-comment-on = Comments are taken while the proposal is being written or open; its state is “{ $state }”: ask the coordinator of the table.
refusal-illegal-resolve-comment = This discussion is already settled: nothing more needs to be done.
refusal-illegal-reply-to-comment = This discussion is settled: write a new comment on the clause.
refusal-illegal-merge-contribution = A contribution goes into a proposal that is being written or open; the state of this one is “{ $state }”: choose another proposal.
refusal-illegal-answer-contribution = This contribution already has a final answer (“{ $state }”): nothing more needs to be done.

## Personal data

refusal-still-in-office = This person still holds offices (posts: { $posts }, roles: { $roles }, seats: { $seats }, tables that they coordinate: { $tables }). End them first, then their data can be erased.
