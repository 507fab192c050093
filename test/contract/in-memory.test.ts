import { wirePair } from '#kit/wire-pair.ts';
import { workstationContract } from './workstation-contract.ts';

workstationContract('over a wire in memory', (desk) =>
  Promise.resolve({
    window: () => {
      const [near, far] = wirePair();
      desk.workstation.connect(far, 'desk');
      return Promise.resolve(near);
    },
    close: () => Promise.resolve(),
  }),
);
