import { OPERATIONS, type OperationId, type RequestOf } from '@evenkeel/contracts-admin';
import {
  consequencesOf,
  decideConfiguration,
  judgeCaller,
  NO_FACTS,
  nameText,
  needsOf,
  STORED_SECRET,
  type ConfigurationAction,
  type ConfigurationChange,
  type ConfigurationKind,
  type ConfigurationProblem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { ConfiguredKinds } from './configured-kinds.js';
import type { Afterwards, FoundObject, WantedObject } from './configured-kind.js';
import { problemsOfError } from './problem-of-error.js';
import type { AttemptedConfiguration } from './plan-view.js';
import type { ReadDocuments } from './read-documents.js';
import { boundReferences, findMovedSecrets, wantObject } from './want-object.js';

/** All that is known before the transaction begins. */
export interface PreparedConfiguration {
  readonly caller: Caller;
  readonly terms: Pick<RequestOf<'applyConfiguration'>, 'set' | 'prune' | 'force'>;
  readonly read: ReadDocuments;
  /** What references lead to. Never shown. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly ConfigurationProblem[];
}

export interface MadeConfiguration extends AttemptedConfiguration {
  readonly afterwards: readonly Afterwards[];
}

/** One attempt, while it goes on. */
interface Attempt extends PreparedConfiguration {
  readonly tx: Transaction;
  readonly found: ReadonlyMap<string, FoundObject>;
  readonly wanted: ReadonlyMap<string, WantedObject>;
}

/** The operation that does the same by itself: who may not do that may not do it by a document. */
const SAME_AS: Readonly<
  Record<ConfigurationKind, Readonly<Record<'add' | 'change' | 'remove', OperationId>>>
> = {
  Connection: { add: 'addConnection', change: 'changeConnection', remove: 'removeConnection' },
  RecordType: { add: 'setRecordType', change: 'setRecordType', remove: 'removeRecordType' },
  Job: { add: 'addJob', change: 'changeJob', remove: 'removeJob' },
  Group: { add: 'addGroup', change: 'addGroup', remove: 'removeGroup' },
  NotificationChannel: {
    add: 'addNotificationChannel',
    change: 'changeNotificationChannel',
    remove: 'removeNotificationChannel',
  },
};

const AS: Readonly<Record<ConfigurationAction, 'add' | 'change' | 'remove'>> = {
  ...{ add: 'add', change: 'change', remove: 'remove' },
  ...{ adopt: 'change', release: 'change' },
};

/** Makes everything that documents ask for within a transaction, and collects all that is wrong instead of ending at the first. */
export class AttemptConfiguration {
  constructor(private readonly kinds: ConfiguredKinds) {}

  async make(tx: Transaction, prepared: PreparedConfiguration): Promise<MadeConfiguration> {
    await tx.configuration.lock();
    await tx.jobs.lockDependencies();
    const there = await this.kinds.list(tx);
    const found = new Map(there.map((object) => [nameText(object), object]));
    const { terms, read } = prepared;
    const documents = read.objects.map((object) =>
      wantObject(object, prepared.values, found.get(nameText(object))),
    );
    const decision = decideConfiguration(documents, there, terms, read.unreadable);
    const wanted = new Map(documents.toReversed().map((object) => [nameText(object), object]));
    const attempt = { ...prepared, tx, found, wanted };
    const problems = [...prepared.problems, ...decision.problems, ...(await this.moved(attempt))];
    const changes = [];
    for (const change of decision.changes)
      changes.push({ ...change, consequences: await this.consequences(attempt, change) });
    const made = await this.makeAll(attempt, decision.changes, problems);
    const { unchanged, left } = decision;
    return { changes, unchanged, left, notes: read.notes, ...made };
  }

  private async moved({ tx, found, wanted }: Attempt): Promise<readonly ConfigurationProblem[]> {
    const problems: ConfigurationProblem[] = [];
    for (const [name, object] of wanted) {
      const of = { found: found.get(name), configured: this.kinds.of(object.kind) };
      problems.push(...(await findMovedSecrets(tx, object, of)));
    }
    return problems;
  }

  private async consequences(
    { tx, found, wanted }: Attempt,
    change: ConfigurationChange,
  ): Promise<readonly string[]> {
    const [stored, object] = [found.get(nameText(change)), wanted.get(nameText(change))];
    const isTold = change.action === 'change' || change.action === 'remove';
    try {
      const facts =
        stored === undefined || !isTold
          ? NO_FACTS
          : await this.kinds.of(change.kind).facts(tx, stored, object);
      return consequencesOf(change, facts, object?.spec ?? {});
    } catch (error) {
      // What does not fit is told where it is made.
      problemsOfError(error, { document: change.document, about: change });
      return [];
    }
  }

  /** What needs something that is wrong is not tried: that would only say the same again. */
  private async makeAll(
    attempt: Attempt,
    changes: readonly ConfigurationChange[],
    known: readonly ConfigurationProblem[],
  ): Promise<Pick<MadeConfiguration, 'problems' | 'afterwards'>> {
    const problems = [...known];
    const afterwards: Afterwards[] = [];
    const wrong = new Set(
      [...known.flatMap(({ about }) => about ?? []), ...attempt.read.unreadable].map(nameText),
    );
    for (const change of changes) {
      const name = nameText(change);
      const needs = needsOf(attempt.wanted.get(name) ?? { kind: change.kind, spec: {} });
      const about = { kind: change.kind, name: change.name };
      if (wrong.has(name) || needs.some((need) => wrong.has(nameText(need)))) {
        wrong.add(name);
        continue;
      }
      try {
        this.assertMay(attempt.caller, change);
        const later = await this.makeOne(attempt, change);
        if (later !== null) afterwards.push(later);
      } catch (error) {
        problems.push(...problemsOfError(error, { document: change.document, about }));
        wrong.add(name);
      }
    }
    return { problems, afterwards };
  }

  private assertMay(caller: Caller, { kind, action }: ConfigurationChange): void {
    const refused = judgeCaller(caller, { role: OPERATIONS[SAME_AS[kind][AS[action]]].role });
    if (refused !== undefined) throw refused;
  }

  private async makeOne(attempt: Attempt, change: ConfigurationChange): Promise<Afterwards | null> {
    const { tx, caller } = attempt;
    const kind = this.kinds.of(change.kind);
    const stored = attempt.found.get(nameText(change));
    const object = attempt.wanted.get(nameText(change));
    if (object === undefined || change.action === 'remove') {
      if (stored === undefined) throw new Error(`${nameText(change)} is neither there nor wanted`);
      await tx.configuration.remove(change.kind, stored.id);
      return kind.remove(tx, stored, caller);
    }
    if (stored === undefined) {
      const { id, afterwards } = await kind.add(tx, object);
      await this.keep(attempt, { change, object, id });
      return afterwards;
    }
    const later = change.action === 'change' ? await kind.change(tx, object, stored, caller) : null;
    await this.keep(attempt, { change, object, id: stored.id });
    return later;
  }

  /** Which set it belongs to from now on, under which references its secrets were given, and where these may be sent. */
  private async keep(
    { tx, caller, found }: Attempt,
    {
      change,
      object,
      id,
    }: { readonly change: ConfigurationChange; readonly object: WantedObject; readonly id: string },
  ): Promise<void> {
    const before = new Map(
      found.get(nameText(object))?.secrets.map(({ path, reference }) => [path, reference]),
    );
    const references = Object.fromEntries(
      object.secrets
        .map(
          ({ path, reference }) =>
            [path, reference === STORED_SECRET ? before.get(path) : reference] as const,
        )
        .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== STORED_SECRET),
    );
    await tx.configuration.save({ kind: object.kind, id, managedBy: change.managedBy, references });
    const bound = boundReferences(object, this.kinds.of(object.kind));
    for (const { reference } of bound?.references ?? [])
      if (reference !== STORED_SECRET) await tx.configuration.bind(reference, bound?.to ?? {}, caller.actor);
  }
}
