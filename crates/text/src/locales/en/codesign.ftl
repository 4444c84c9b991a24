# Words of co-design and of contributions: pages and mails.

## The list of proposals

page-nav-proposals = Proposals
page-proposals-title = The proposals of the tables
page-proposals-lead = The texts that organisations write together, version after version, with comments and with the organisations that endorse them.
page-proposals-none = No proposal is open.
page-proposals-contribute = Do you have an idea? Send it
page-proposals-version = Version { $number } of { $date }, proposed by { $organisation }

## A proposal

page-proposal-table = Table
page-proposal-project = Project
page-proposal-opened = Opened on
page-proposal-text = Text: version { $number }
page-proposal-text-by = Proposed by { $organisation } on { $date }.
page-proposal-text-earlier = This is an earlier version. The last one is number { $number }.
page-proposal-text-last = Read the last version
page-proposal-comments = Comments on this clause
page-proposal-comment-by = { $organisation }, { $date }, on version { $number }
page-proposal-comment-settled = Discussion settled on { $date }.
page-proposal-endorsements = Organisations that endorse it
page-proposal-endorsements-none = No organisation has endorsed it so far.
page-proposal-endorsed = { $organisation }: endorses version { $number } since { $date }
page-proposal-endorsed-last = Last version
page-proposal-endorsed-earlier = For an earlier version
page-proposal-versions = Versions
page-proposal-versions-caption = All versions of the text
page-proposal-version = Version
page-proposal-version-read = Version { $number }
page-proposal-version-note = What changes
page-proposal-version-hash = SHA-256 fingerprint
page-proposal-version-no-note = No note
page-proposal-version-states = Earlier states of it:
page-proposal-version-restored = Brings version { $number } back
page-proposal-restore-submit = Bring this text back as the last version
page-proposal-restore-lead = Nothing that was written since then is lost: it stays to be read here.
page-proposal-compare = Compare two versions
page-proposal-compare-from = From version
page-proposal-compare-to = To version
page-proposal-compare-submit = Show the differences
page-proposal-differences = Differences from version { $from } to version { $to }
page-proposal-differences-legend = Added words are underlined, removed words are struck through.
page-proposal-differences-none = The two versions are the same.
page-proposal-moved = Moved from place { $from } to place { $to }
page-proposal-inserted = added:
page-proposal-deleted = removed:
page-proposal-end = end
page-proposal-take-part = How to take part
page-proposal-take-part-members = Organisations that sit at the table comment and endorse here once they have signed in, and propose versions through the GraphQL interface.
page-proposal-comment = Comment on this clause
page-proposal-comment-text = Your comment
page-proposal-comment-submit = Send the comment
page-proposal-speak-for = For which organisation?
page-proposal-endorse-submit = Endorse this version
page-proposal-take-part-citizens = Whoever does not sit at the table can send a contribution and will always get an answer.

## The form to contribute

page-contribute-title = Contribute to the plan
page-contribute-lead = Send an idea, a proposal or an offer. The secretariat reads it and always answers you, by mail.
page-contribute-kind = What do you want to send?
page-contribute-kind-idea = An idea: something that could be done
page-contribute-kind-proposal = A proposal: what to do, how and with whom
page-contribute-kind-offer = An offer: work, means or knowledge that you can give
page-contribute-subject = In short
page-contribute-subject-hint = One line, at most 200 characters.
page-contribute-text = Your contribution
page-contribute-text-hint = At most 10,000 characters. Do not write personal data here, yours or of others.
page-contribute-table = Which table is it for?
page-contribute-table-any = I do not know: let the secretariat decide
page-contribute-name = Name and surname
page-contribute-address = Mail address
page-contribute-address-hint = It only serves to answer you. It is not published.
page-contribute-consent = I agree that my name and my address are used to answer this contribution, and for nothing else. I can ask for them to be erased at any time.
page-contribute-consent-label = Consent
page-contribute-submit = Send the contribution
page-contribute-errors = The contribution was not sent. Correct these fields:
page-contribute-done-title = Contribution received
page-contribute-done = Thank you. Your contribution has the number { $reference }.
page-contribute-done-mail = We have written to the address that you gave: the message has the link to follow your contribution. If it does not arrive within a few minutes, look among unwanted mail.
page-contribute-done-again = Send another contribution

page-privacy-contributors = Of whoever sends a contribution { $body } keeps the name and the e-mail address only to answer, apart from what they wrote: they can be erased at any time.

## The page to follow a contribution

page-contribution-title = Your contribution
page-contribution-reference = Number
page-contribution-kind = Kind
page-contribution-submitted = Received on
page-contribution-answered = Answered on
page-contribution-answer = The answer
page-contribution-waiting = The secretariat is reading it. We will write to you as soon as there is an answer.
page-contribution-forwarded = A table deals with it and will answer you.
page-contribution-forwarded-to = This table deals with it and will answer you:
page-contribution-merged = It was taken up by a proposal.
page-contribution-merged-into = It was taken up by this proposal:
page-contribution-declined = It was not taken up.
page-contribution-text = What you wrote

## Receipt and answer by mail

mail-contribution-receipt-subject = Contribution { $reference } received
mail-contribution-receipt-preheader = We will answer you. Number { $reference }.
mail-contribution-receipt-heading = Contribution received
mail-contribution-receipt-opening = We have received a contribution with this address. The secretariat will read it and answer you. Its text stands on the page behind the link.
mail-contribution-answer-subject = Answer to contribution { $reference }
mail-contribution-answer-preheader = There is an answer to your contribution { $reference }.
mail-contribution-answer-heading = Answer to your contribution
mail-contribution-forwarded = Your contribution was given to a table that deals with it: { $place }. The table will answer you.
mail-contribution-forwarded-unnamed = Your contribution was given to a table that deals with it and will answer you.
mail-contribution-merged = Your contribution was taken up by the proposal “{ $place }”. Thank you.
mail-contribution-merged-unnamed = Your contribution was taken up by a proposal that a table is working on. Thank you.
mail-contribution-declined = Your contribution was not taken up. This is why:
mail-contribution-reference = Number of the contribution: { $reference }
mail-contribution-follow = Follow your contribution
mail-contribution-follow-hint = The link is personal: whoever has it reads the contribution and the answer.
mail-contribution-why = You receive this message because somebody, presumably you, sent a contribution to the plan with this address, which only serves to answer. If it was not you, ignore it.
