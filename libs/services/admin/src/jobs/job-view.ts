import type { JobView } from '@evenkeel/contracts-http';
import type { Connection, Job } from '@evenkeel/domain';

export function jobToView(job: Job, connection: Pick<Connection, 'id' | 'name'>): JobView {
  const { schedule, mapping, ...definition } = job.definition;
  return {
    id: job.id,
    name: job.name,
    connection: { id: connection.id, name: connection.name },
    revision: job.revision,
    ...definition,
    schedule,
    mapping: mapping.map(({ transforms, ...rule }) =>
      transforms === undefined ? rule : { ...rule, transforms: [...transforms] },
    ),
  };
}
