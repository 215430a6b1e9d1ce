/** Panels that this installation has nothing to show for, with the reason. */
export const WITHOUT_DATA: Readonly<Record<string, string>> = {
  'Pipeline: Messages of other systems a second, by what became of them': 'no job listens to a topic',
  'Pipeline: What models were asked, an hour': 'no model is set',
  'Pipeline: Webhook deliveries a second, by what became of them': 'no webhook is opened',
  'Pipeline: From the arrival of a delivery to its commit': 'no webhook is opened',
  'Provider: Attempts to get an access token an hour, by result': 'the sandbox asks for no token',
  'Kafka and Postgres: Size, and what is free': 'what is free is told of the database of standalone only',
};
