import { setTimeout as delay } from 'node:timers/promises';
import { NodeTimers, NoTracing } from '@evenkeel/adapter-node-runtime';
import { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import { Sweep } from '@evenkeel/ports';
import { SweepRunner } from './sweep-runner.js';

class DueSlots extends Sweep {
  readonly everyMs = 2;
  rounds = 0;

  async run(): Promise<void> {
    this.rounds += 1;
    if (this.rounds === 1) throw new Error('database away');
  }
}

describe('SweepRunner', () => {
  it('goes on after a round that failed, and tells of it', async () => {
    const lines: string[] = [];
    const settings = { level: 'info', format: 'json', instance: 'i' } as const;
    const log = PinoLogger.start(settings, 'scheduler', {
      destination: { write: (line) => void lines.push(line) },
    });
    const meter = PromMeter.start('scheduler');
    const runner = new SweepRunner({ timers: new NodeTimers(), log, meter, tracing: new NoTracing() });
    const sweep = new DueSlots();
    runner.start([sweep]);
    while (sweep.rounds < 3) await delay(2);
    await runner.stop();
    const rounds = sweep.rounds;
    await delay(10);
    expect(sweep.rounds).toBe(rounds);
    expect(lines.join('')).toContain('database away');
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_sweep_failures_total{service="scheduler",sweep="DueSlots"} 1');
  });
});
