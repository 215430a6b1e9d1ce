// The health check of every container: exit code 0 if the process says that it is ready, or answers at the given path.
const [path = '/readyz'] = process.argv.slice(2);
const url = `http://127.0.0.1:${process.env.PORT}${path}`;
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
} catch (error) {
  console.log(`${url}: ${error.cause?.message ?? error.message}`);
  process.exit(1);
}
