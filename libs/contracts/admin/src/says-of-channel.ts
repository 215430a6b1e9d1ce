/** What the fields of a channel mean, in requests and answers. */
export const SAYS_OF_CHANNEL = {
  name: 'What it is called: no two of a tenant have one name.',
  kinds: 'What it is told of.',
  digestMinutes:
    'Of one kind about one job it is told at most once in so many minutes, then of all that came meanwhile as one. 0: of each by itself.',
  host: 'The mail server.',
  port: 'Where it takes mail to be sent: 465 with `tls`, 587 with `starttls`.',
  encryption:
    '`tls`: from the first byte. `starttls`: the connection becomes secret before anything is sent, or nothing is. `none`: only without a user, for a server on the same machine or network.',
  user: 'Name with which it is logged in to; null: it asks for none.',
  from: 'Sender of the mails.',
  to: 'Their recipients.',
  caCertificate:
    'PEM of the authority that signed the certificate of the server; null: one that this machine trusts.',
} as const;
