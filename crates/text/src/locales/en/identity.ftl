# Signing in, sessions, tokens, people and roles.

## Mails that let people in

mail-greeting-shared = Good day,
mail-sign-in-subject = Sign in to the platform of { $body }
mail-sign-in-heading = Sign in
mail-sign-in-opening = Somebody, presumably you, asked to sign in to the platform of { $body }. This link shows a button; pressing it signs you in.
mail-sign-in-button = Sign in
mail-sign-in-code = If the link opens in another browser than the one you asked from, type this code there instead:
mail-sign-in-code-hint = The code counts only in the browser that asked for it. Nobody of { $body } will ever ask you for it.
mail-sign-in-until = Link and code work once, until { $until }.
mail-sign-in-why = You receive this message because somebody typed your address into the sign-in page. If it was not you, ignore it: nothing happens.
mail-invitation-subject = Invitation to the platform of { $body }
mail-invitation-heading = Invitation
mail-invitation-opening = You are invited to the platform of { $body }, on which you will act for { $organisation }.
mail-invitation-opening-body = You are invited to work on the platform of { $body }.
mail-invitation-button = Accept the invitation
mail-invitation-until = The invitation can be accepted once, until { $until }.
mail-invitation-why = You receive this message because your organisation or the secretariat entered you on the platform. No password is needed: later, you sign in with this address.

## Signing in

page-nav-sign-in = Sign in
page-nav-me = Your page
page-sign-out = Sign out
page-sign-in-title = Sign in
page-sign-in-lead = No password is needed: we send a link and a code to your address.
page-sign-in-email = E-mail address
page-sign-in-submit = Send me the link
page-sign-in-or = Or, if you linked it to yourself on your page before:
page-sign-in-openid = Sign in with { $provider }
page-openid-unknown-title = Not linked yet
page-openid-unknown = { $provider } knows you, but nobody here is linked to that identity yet. Sign in by mail once, and link it on your page; from then on { $provider } is enough.
page-openid-unknown-mail = Sign in by mail
page-openid-go-title = To the identity provider
page-openid-go-lead = You are sent on to the identity provider. If nothing happens, follow the link.
page-openid-go = Go on to { $provider }
page-sign-in-code-title = Look into your mail
page-sign-in-sent = If the address is known here, a message is on its way. It works for { $minutes } minutes.
page-sign-in-code-lead = Follow its link, or type its code here. Nothing arrived after some minutes? Look among unwanted mail, or ask the secretariat which address it has for you.
page-sign-in-code = Code of eight digits
page-sign-in-code-submit = Sign in
page-sign-in-again = Ask for another message
page-sign-in-who = Several people read this mailbox. Who are you?
page-sign-in-link-title = Sign in
page-sign-in-link-lead = Press the button to sign in to the platform of { $body }. The link works once.
page-sign-in-link-submit = Sign in
page-invitation-title = Your invitation
page-invitation-lead = Press the button to accept the invitation to the platform of { $body } and sign in. From then on you sign in by your e-mail address.
page-invitation-submit = Accept and sign in
page-set-up-title = Set the platform up
page-set-up-lead = Nobody administers this platform yet. Who fills this in becomes its first administrator, and signs in by this address from then on.
page-set-up-submit = Become the first administrator
page-person-given-name = Given name
page-person-family-name = Family name

## One's own page

page-me-title = Your page
page-me-roles = What you are here
page-me-roles-none = You hold no role today: you see what everybody sees.
page-me-coordinator = Coordinator of the table
page-me-seat = Holder of a seat
page-me-sessions = Where you are signed in
page-me-session-current = This browser
page-me-session-since = Signed in
page-me-session-end = End this session
page-me-last-used = last used
page-me-openid = Identity providers
page-me-openid-lead = By an identity provider that is linked to you, you sign in without a mail. Your roles stay as they are.
page-me-openid-since = Linked
page-me-openid-unlink = End the link
page-me-openid-link = Link { $provider }
page-me-tokens = Tokens of your programs
page-me-tokens-lead = A program shows a token to act for you through the API. It never reaches further than you do.
page-me-token-fresh = This is the token. It is shown this once: store it safely.
page-me-token-until = Works until
page-me-token-revoke = Revoke
page-me-token-new = Make a token
page-me-token-label = What is it for?
page-me-token-scope = How far does it reach?
page-me-token-span = For how long?
page-me-token-days = { $days } days
page-me-token-make = Make the token
token-scope-read = Reads what you see
token-scope-write = Does your work too
token-scope-manage = Manages people, roles and tokens too
sign-in-method-mail-link = By the link of a mail
sign-in-method-mail-code = By the code of a mail
sign-in-method-invitation = By an invitation
sign-in-method-set-up = By the set-up link
sign-in-method-open-id = By an identity provider
