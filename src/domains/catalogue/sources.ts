import type { Source } from './catalogue.types.ts';

export const sourceIds = ['group', 'nice', 'dcwf', 'onet', 'esco'] as const;
export type SourceId = (typeof sourceIds)[number];

/** Where items come from, with the licence and the sentence that it asks for. */
export const sources: Readonly<Record<SourceId, Source>> = {
  group: { id: 'group', name: 'Group catalogue', version: '', licence: 'Internal', attribution: '' },
  nice: {
    id: 'nice',
    name: 'NICE Workforce Framework',
    version: '2.1.0',
    licence: 'United States Government work',
    attribution: 'NICE Workforce Framework for Cybersecurity 2.1.0, National Institute of Standards and Technology',
  },
  dcwf: {
    id: 'dcwf',
    name: 'DoD Cyber Workforce Framework',
    version: '2023',
    licence: 'United States Government work',
    attribution: 'DoD Cyber Workforce Framework 2023, United States Department of Defense',
  },
  onet: {
    id: 'onet',
    name: 'O*NET',
    version: '29.2',
    licence: 'CC BY 4.0',
    attribution:
      'O*NET 29.2 Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. Michi has changed its form.',
  },
  esco: {
    id: 'esco',
    name: 'ESCO',
    version: '1.2 / 1.1',
    licence: 'Reuse with attribution (Decision 2011/833/EU)',
    attribution: 'This service uses the ESCO classification of the European Commission. © European Union',
  },
};
