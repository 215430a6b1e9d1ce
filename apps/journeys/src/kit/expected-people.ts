/** What GitHub says of a user. */
export interface Profile {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** What Stripe says of a customer. */
export interface Customer {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** What GitHub says of an issue. */
export interface Issue {
  readonly number: number;
  readonly user: Pick<Profile, 'id' | 'login'>;
  readonly labels: readonly { readonly name: string }[];
}

interface ProviderState {
  readonly issues: readonly Issue[];
  readonly users: readonly Profile[];
  readonly customers: readonly Customer[];
}

/** Whether this is the address of a customer, as people compare addresses. */
export function hasEmail(email: string | null) {
  return (one: Pick<Customer, 'email'>) => email !== null && one.email?.toLowerCase() === email.toLowerCase();
}

/**
 * The people and links that follow from what the providers say, in the words of the statements that look at the store. It shares nothing
 * with the engine. `apart`: ids of customers that are none of the users.
 */
export function expectedPeople(
  { issues, users, customers }: ProviderState,
  apart: readonly string[],
): { readonly people: readonly string[]; readonly links: readonly string[] } {
  const ofUser = (user: Profile) =>
    customers.find((one) => hasEmail(user.email)(one) && !apart.includes(one.id));
  const people = users.map((user) => {
    const customer = ofUser(user);
    const names = [
      ...(issues.some((issue) => issue.user.id === user.id) ? [`issues:author ${user.id}`] : []),
      ...(customer === undefined ? [] : [`customers ${customer.id}`]),
      `users ${user.login}`,
    ].toSorted();
    return line(names, [user.login, user.name, user.email, customer?.name]);
  });
  const taken = new Set(users.map((user) => ofUser(user)?.id));
  const alone = customers.filter(({ id }) => !taken.has(id));
  return {
    people: [
      ...people,
      ...alone.map(({ id, email, name }) => line([`customers ${id}`], [email, name])),
    ].toSorted(),
    links: issues
      .flatMap(({ number, user, labels }) => [
        `${number} author ${user.login}`,
        ...labels.map(({ name }) => `${number} labels ${name}`),
      ])
      .toSorted(),
  };

  function line(names: readonly string[], values: readonly (string | null | undefined)[]): string {
    const said = values.filter((value) => value !== null && value !== undefined);
    return `${names.join(', ')} = ${said.map((value) => (value.includes('@') ? value.toLowerCase() : value)).join(' | ')}`;
  }
}
