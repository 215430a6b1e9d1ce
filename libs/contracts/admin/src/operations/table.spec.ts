import { z } from 'zod';
import { ROLES } from '@evenkeel/domain';
import { IDEMPOTENT } from './operation.js';
import { operationList, placeholdersOf } from './table.js';

const fieldsOf = (schema: z.ZodType | undefined): readonly string[] => {
  if (schema === undefined) return [];
  const { $ref, $defs = {}, ...own } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const { properties = {} } = $ref === undefined ? own : ($defs[$ref.replace('#/$defs/', '')] ?? {});
  return Object.keys(properties);
};

describe.each(operationList)(
  '$id',
  ({ method, path, request, role, ofInstallation, idempotent, answer, location }) => {
    it('says who may do it, and what becomes of it when it is sent twice', () => {
      expect(ROLES).toContain(role);
      expect(IDEMPOTENT).toContain(idempotent);
    });

    it('leaves a viewer what changes nothing and is of their own tenant, and no more', () => {
      if (role === 'viewer') expect(method).toBe('GET');
      if (method === 'GET' && ofInstallation !== true) expect(role).toBe('viewer');
      if (method === 'GET') expect(idempotent).toBe('yes');
    });

    it('has no two fields of one name in path, query and body', () => {
      const names = [...placeholdersOf(path), ...fieldsOf(request.query), ...fieldsOf(request.body)];
      expect([...new Set(names)]).toEqual(names);
    });

    it('has a query or a body, as its method says', () => {
      const bodiless = method === 'GET' || method === 'DELETE';
      expect(bodiless ? request.body : request.query).toBeUndefined();
    });

    it('gives schemas only to placeholders that its path has', () => {
      expect(placeholdersOf(path)).toEqual(expect.arrayContaining(Object.keys(request.params ?? {})));
    });

    it('has an answer with an id where it tells a location', () => {
      if (location !== undefined) expect(fieldsOf(answer)).toContain('id');
    });
  },
);

it('no two operations have one method and path', () => {
  const routes = operationList.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(new Set(routes).size).toBe(routes.length);
});

it('no operation is hidden behind an earlier one whose path also fits', () => {
  const fits = (earlier: string, path: string) =>
    new RegExp(`^${earlier.replace(/:\w+/g, '[^/]+')}$`).test(path.replace(/:\w+/g, ':'));
  const hidden = operationList.filter(({ method, path }, index) =>
    operationList.slice(0, index).some((earlier) => earlier.method === method && fits(earlier.path, path)),
  );
  expect(hidden.map(({ id }) => id)).toEqual([]);
});
