/** Asks for what is found of each thing at most once. */
export function once<Thing, Found>(find: (thing: Thing) => Found): (thing: Thing) => Found {
  const found = new Map<Thing, Found>();
  return (thing) => {
    if (found.has(thing)) return found.get(thing) as Found;
    const fresh = find(thing);
    found.set(thing, fresh);
    return fresh;
  };
}

/** The same for things that are written as JSON: equal ones are one. */
export function onceByText<Thing, Found>(find: (thing: Thing) => Found): (thing: Thing) => Found {
  const ofText = once((text: string) => find(JSON.parse(text) as Thing));
  return (thing) => ofText(JSON.stringify(thing));
}
