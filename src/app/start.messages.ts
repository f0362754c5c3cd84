import type { Config } from './config.ts';

interface Started {
  /** Null for a worker. */
  readonly address: string | null;
  readonly config: Config;
  readonly demo: boolean;
}

/** What the operator reads at start: which parts run embedded and what that means, then the address. Japanese below English. */
export function startLines({ address, config, demo }: Started): readonly string[] {
  const embedded = [
    ...(config.databaseUrl === null
      ? [
          `Embedded: database in ${config.dataDir} (does not survive a power cut; one process at a time)`,
          `内蔵: データベース ${config.dataDir}(停電には耐えません。同時に使えるのは1プロセスです)`,
        ]
      : []),
    ...(config.redisUrl === null ? ['Embedded: jobs in this process', '内蔵: ジョブはこのプロセスで動きます'] : []),
    ...(config.embeddings === null
      ? ['Embedded: language (no key, no network)', '内蔵: 言語処理(鍵もネットワークも不要です)']
      : []),
  ];
  const demoLines = demo
    ? [
        'Demo group loaded; anybody at this address may choose whom to be',
        'デモのグループを読み込みました。このアドレスでは誰としてでも試せます',
      ]
    : [];
  const addressLines =
    address === null
      ? ['Worker is running', 'ワーカーが動いています']
      : [`Michi is at ${address}`, `Michiは ${address} で使えます`];
  return [...embedded, ...demoLines, ...addressLines];
}
