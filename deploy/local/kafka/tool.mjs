// Kafka's own console tools, without Docker: `node deploy/local/kafka/tool.mjs console-producer --bootstrap-server ... --topic ...`
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install } from './install.mjs';

const TOOLS = {
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  acls: 'kafka.admin.AclCommand',
};

const [name, ...args] = process.argv.slice(2);
const tool = TOOLS[name];
if (tool === undefined) {
  console.error(`Usage: node deploy/local/kafka/tool.mjs ${Object.keys(TOOLS).join('|')} ARGUMENTS`);
  process.exit(2);
}
const jars = await install();
const java = spawn(
  'java',
  ['-Xmx256m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', join(jars, '*'), tool, ...args],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => java.kill(signal));
java.on('exit', (code) => process.exit(code ?? 1));
