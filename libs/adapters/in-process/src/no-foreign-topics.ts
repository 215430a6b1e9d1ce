import { ForeignTopics, type ListenedTopicState } from '@evenkeel/ports';

/** Without Kafka there is nothing to listen to; who asks for a topic is told so before. */
export class NoForeignTopics extends ForeignTopics {
  override listen(): void {
    // No topic reaches this process.
  }

  override states(): readonly ListenedTopicState[] {
    return [];
  }
}
