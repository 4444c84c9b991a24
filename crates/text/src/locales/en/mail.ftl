# Words of mails. Templates put the facts (dates, names, agenda) between them.

## Common to all mails

mail-greeting = Dear { $name },
mail-meeting-kind = Kind of meeting
mail-organisation = Organisation represented
mail-when = When
mail-where = Where
mail-mode = Mode
mail-live-link = Link to take part remotely
mail-duration =
    { $minutes ->
        [one] Expected duration: one minute
       *[other] Expected duration: { $minutes } minutes
    }
mail-agenda = Agenda
mail-agenda-item = { $position }. { $title } – { $kind }
mail-agenda-item-urgent = Item added as urgent. Reason: { $reason }
mail-reason = Reason
mail-meeting-page = Open the page of the meeting
mail-footer-sender = Sent automatically by { $body } through Cordata, the platform of the metropolitan strategic plan.
mail-footer-contact = For information write to { $address }.

## Convocation

mail-convocation-subject = [{ $table }] Convocation: { $title } – { $date }
mail-convocation-subject-changed = [{ $table }] New convocation: { $title } – { $date }
mail-convocation-preheader = { $moment }. Answer the convocation.
mail-convocation-heading = Convocation no. { $number }
mail-convocation-opening = The meeting “{ $title }” (table: { $table }) is convened. You are invited to attend for the organisation that you represent: { $organisation }.
mail-convocation-opening-changed = The meeting “{ $title }” (table: { $table }) has been convened again. This convocation replaces the previous one; answers already given no longer count. You are invited to attend for the organisation that you represent: { $organisation }.
mail-convocation-notice =
    { $days ->
        [one] Notice given: one working day.
       *[other] Notice given: { $days } working days.
    }
mail-convocation-urgent-heading = Urgent meeting
mail-convocation-urgent = The meeting is convened with the short notice that the rules of procedure provide for. Reason for the urgency: { $reason }
mail-convocation-second-call = The meeting is in second call: the required quorum is lower.
mail-convocation-substitute = You receive this convocation as a substitute. Your presence is needed if the titular member, { $titular }, cannot attend.
mail-convocation-substitute-alone = You receive this convocation as a substitute. The organisation has not named a titular member so far.
mail-convocation-titular = If you cannot attend, { $substitute }, the substitute named by your organisation, can take your place.
mail-convocation-not-voting = You attend without a vote.
mail-convocation-answer-heading = Your answer
mail-convocation-answer = Answer the convocation
mail-convocation-answer-hint = The link opens a page where you confirm your presence or say that nobody will come. { mail-convocation-answer-once }
mail-convocation-answer-hint-substitute = The link opens a page where you confirm your presence, announce the substitute or say that nobody will come. { mail-convocation-answer-once }
mail-convocation-answer-once = It records one answer, which can be changed on the page of the meeting, once you have signed in, or by the secretariat. It is personal, works until the meeting begins and should not be forwarded.
mail-convocation-calendar = The attached invitation adds the meeting to your calendar.
mail-convocation-why = You receive this message because you hold a seat (“{ $table }”) for { $organisation }. It is a notice due under the table's rules of procedure and cannot be turned off.

## Cancellation and postponement

mail-cancellation-subject = [{ $table }] Meeting cancelled: { $title } – { $date }
mail-cancellation-preheader = The meeting of { $date } will not take place.
mail-cancellation-heading = Meeting cancelled
mail-cancellation-opening = The meeting “{ $title }” (table: { $table }), planned for { $moment }, is cancelled.
mail-cancellation-next = The meeting will not take place and no answer is needed. Should the same matters have to be dealt with, you will receive a new convocation.
mail-postponement-subject = [{ $table }] Meeting postponed: { $title } – { $date }
mail-postponement-preheader = The meeting of { $date } is postponed; a new date will follow.
mail-postponement-heading = Meeting postponed
mail-postponement-opening = The meeting “{ $title }” (table: { $table }), planned for { $moment }, is postponed to a date yet to be set.
mail-postponement-next = You will receive a new convocation with the new date. An answer already given does not count for the new date: you will be asked to answer again.
mail-cancellation-calendar = The attachment removes the meeting from your calendar.
mail-cancellation-why = You receive this message because your organisation, { $organisation }, had been convened to this meeting. It is a notice due under the rules of procedure of the table { $table } and cannot be turned off.

## Circulated minutes

mail-minutes-subject = [{ $table }] Minutes circulated: { $title } – { $date }
mail-minutes-subject-again = [{ $table }] New version of the minutes: { $title } – { $date }
mail-minutes-preheader = Remarks are taken until { $until }.
mail-minutes-heading = Minutes circulated
mail-minutes-opening = The minutes of the meeting “{ $title }” (table: { $table }) of { $moment } are ready to be read.
mail-minutes-opening-again = The minutes of the meeting “{ $title }” (table: { $table }) of { $moment } were changed: a new version takes the place of the one that was circulated before, and is ready to be read.
mail-minutes-term = You can make remarks for your organisation until { $until }, that day included. The minutes are approved after that, and do not change any more.
mail-minutes-open = Read the minutes
mail-minutes-sign-in = The page asks you to sign in: until they are published, the minutes are for those of the table.
mail-minutes-why = You receive this message because you hold a seat of the table { $table } for { $organisation }. It is a notice due under its rules of procedure and cannot be turned off.

## Daily digest

mail-digest-subject =
    { $count ->
        [one] Digest of { $date }: one change at your tables
       *[other] Digest of { $date }: { $count } changes at your tables
    }
mail-digest-preheader = Tables: { $tables }
mail-digest-heading = Digest of { $date }
mail-digest-opening =
    { $count ->
        [one] Here is what changed at the tables you take part in.
       *[other] Here are the { $count } changes at the tables you take part in.
    }
mail-digest-meeting = Meeting “{ $title }” – { $moment }
mail-digest-meeting-convened = Meeting convened for { $moment }.
mail-digest-meeting-convened-urgent = Meeting convened urgently for { $moment }. Reason: { $reason }
mail-digest-meeting-postponed = Meeting postponed to a date yet to be set. Reason: { $reason }
mail-digest-meeting-cancelled = Meeting cancelled. Reason: { $reason }
mail-digest-meeting-valid = Meeting no. { $number } closed, with its quorum reached.
mail-digest-meeting-inquorate = Meeting no. { $number } closed without decisions: quorum not reached. Its items are deferred.
mail-digest-decision-adopted = Decision no. { $number } adopted: { $text }
mail-digest-decision-rejected = Decision no. { $number } rejected: { $text }
mail-digest-decision-superseded = Decision no. { $number } replaced by a later decision: { $text }
mail-digest-minutes-published = Minutes published, protocol no. { $number }. Read them on the page of the meeting.
mail-digest-follow-up-assigned = Follow-up assigned to { $owner }, due by { $due }: { $text }
mail-digest-follow-up-in-progress = Follow-up started by { $owner }, due by { $due }: { $text }
mail-digest-follow-up-done = Follow-up done by { $owner }, waiting to be verified: { $text }
mail-digest-follow-up-verified = Follow-up of { $owner } verified: { $text }
mail-digest-follow-up-cancelled = Follow-up of { $owner } cancelled: { $text }
mail-digest-next-heading = What you are asked to do
mail-digest-next-answer = Answer the convocation to the meeting “{ $title }” of { $moment }, with the link in the convocation that you received.
mail-digest-next-follow-up = By { $due }, for { $owner }: { $text }
mail-digest-next-follow-up-overdue = Overdue since { $due }, for { $owner }: { $text }
mail-digest-next-none = Nothing is asked of you for now.
mail-digest-more =
    { $count ->
        [one] and one more change
       *[other] and { $count } more changes
    }
mail-digest-more-link = Read everything on the table's page
mail-digest-why = You receive this daily digest because you take part, for your organisation, in the tables named here.
mail-digest-stop = I no longer want to receive the daily digest
mail-digest-stop-hint = Convocations and other notices that are due will still reach you.

## Why a mail is not sent

mail-withheld-no-address = The recipient has no address. Write to them by letter, or enter an address.
mail-withheld-erased = The personal data of the recipient were erased.
mail-withheld-not-entitled = The recipient may not read it any more: they left the table, or hold no seat there on the day of the meeting.
mail-withheld-superseded = It was overtaken while it waited: the meeting was cancelled, postponed or convened again, or there is a newer text or answer.
mail-withheld-used = Its link opens nothing any more: it was used, withdrawn, replaced, or its time is over.
mail-withheld-unwanted = The recipient stopped such mails while it waited. What it tells waits in case they want them again.
mail-withheld-too-many = As many mails as one day allows already went to this address for contributions and sign-ins; the contribution itself was taken.
