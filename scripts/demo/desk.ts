import { Cable } from './cable.ts';
import { Program } from './program.ts';
import type { ServiceProgram } from './service-program.ts';
import { DeskWindow } from './window.ts';

export interface Identity {
  readonly company: string;
  readonly department: string;
  readonly agentName: string;
  readonly agentNumber: string;
  readonly sampleData: boolean;
}

export interface DeskOptions {
  readonly folder: string;
  readonly service: ServiceProgram;
  readonly branch: string;
  /** Where its cable was when it was enrolled; 0 for a new desk. */
  readonly cablePort: number;
  readonly identity: Identity;
  /** Is told how to stop each thing that was started, at once: the next one may fail. */
  readonly toStop: AsyncDisposableStack;
}

/** A loopback desk that was set up and enrolled without anybody at it, behind a cable of its own. */
export class DemoDesk {
  readonly name: string;
  readonly cable: Cable;
  readonly program: Program;
  readonly window: DeskWindow;

  private constructor(name: string, cable: Cable, program: Program, window: DeskWindow) {
    this.name = name;
    this.cable = cable;
    this.program = program;
    this.window = window;
  }

  static async start({ folder, service, branch, cablePort, identity, toStop }: DeskOptions): Promise<DemoDesk> {
    const cable = await Cable.lay(service.port, cablePort);
    toStop.defer(() => cable.remove());
    const program = await Program.start({
      script: 'out/main/loopback.js',
      args: ['--no-open', '--data', folder],
      // Its folder stands in the next line. Without one it only tells of a desk that runs already.
      ready: /(http:\/\/127\.0\.0\.1:\d+\/#token=\S+)\n.+\n/u,
    });
    toStop.defer(() => program.stop());
    const window = await DeskWindow.open(program.said[1] ?? '');
    toStop.defer(() => window.close());
    const { setUp, sync } = window.state;
    if (!setUp) await window.do('desk.setUp', identity);
    if (sync.phase === 'alone') {
      const code = await service.code(branch, identity.agentName);
      await window.do('sync.enrol', { service: cable.address, code });
    }
    return new DemoDesk(identity.agentName, cable, program, window);
  }

  /** Token included. */
  get address(): string {
    return this.program.said[1] ?? '';
  }

  /** The desk looks at once whether there is a link; else it would find out at its next try. */
  async plug(into: boolean): Promise<void> {
    if (into) this.cable.plugIn();
    else this.cable.pullOut();
    await this.window.do('sync.now', {});
  }
}
