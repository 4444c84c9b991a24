## States

minutes-state-draft = Being written
minutes-state-circulated = Circulated
minutes-state-approved = Approved
minutes-state-signed = Signed
minutes-state-published = Published
minutes-state-remarks-open = Circulated, remarks are being taken
minutes-state-remarks-closed = Circulated, the term for remarks is over

## Refusals

refusal-minutes-immutable = Approved minutes never change: record the correction in the minutes of the next meeting.
refusal-already-exists-meeting-id = This meeting already has minutes: revise those instead.
refusal-illegal-draft-minutes = Minutes are written once the meeting is over; the state of this one is “{ $state }”: close the meeting first.
refusal-illegal-circulate-minutes = Only minutes that are being written can be circulated; their state is “{ $state }”: to change them, revise them first.
refusal-illegal-remark-on-minutes = Remarks are taken while the minutes are circulated, until the end of their term; the state of these is “{ $state }”: write to the coordinator of the table.
refusal-illegal-approve-minutes = Minutes are approved once they were circulated and the term for remarks is over; the state of these is “{ $state }”: wait until then.
refusal-illegal-sign-minutes = The signature is recorded on approved minutes; the state of these is “{ $state }”: reload the page.
refusal-illegal-publish-minutes = Only signed minutes can be published; the state of these is “{ $state }”: record the signature first.

## Pages

page-meeting-minutes = Read the minutes
page-minutes-title = Minutes: { $title }
page-minutes-facts = The minutes in brief
page-minutes-version = Version of the text
page-minutes-circulated = Circulated on
page-minutes-remarks-until = Remarks until
page-minutes-approved = Approved on
page-minutes-signed = Signed on
page-minutes-published = Published on
page-minutes-protocol = Protocol number
page-minutes-public = Public part
page-minutes-reserved = Reserved part
page-minutes-reserved-note = Reserved to those who take part in the table: do not pass it on.
page-minutes-reserved-none = Nothing is reserved.
page-minutes-hash = Hash of the whole text (SHA-256)
page-minutes-remarks = Remarks
page-minutes-remarks-none = Nobody has made remarks.
page-minutes-remark-by = { $organisation }, { $date }, on version { $number }
page-minutes-remark = Make a remark
page-minutes-remark-text = Your remark
page-minutes-remark-submit = Send the remark
