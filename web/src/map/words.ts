// A few words that only the map says; they come with it, so that the first result does not wait for them.
import type { Language } from '../words/index.ts';

interface MapWords {
  readonly move: string;
  readonly close: string;
  readonly up: string;
  readonly down: string;
  readonly left: string;
  readonly right: string;
  readonly areaShown: string;
  readonly same: (count: string) => string;
}

const TABLE: Readonly<Record<Language, MapWords>> = {
  ja: { close: '閉じる', move: '地図を動かすボタン', up: '北へ', down: '南へ', left: '西へ', right: '東へ', areaShown: '「この範囲でさがし直す」を使えます', same: (count) => `同じ場所に${count}件あります` },
  'ja-Hira': { close: 'とじる', move: '地図を うごかす ボタン', up: '上へ', down: '下へ', left: '左へ', right: '右へ', areaShown: '「この 場所で さがす」を つかえます', same: (count) => `おなじ ところに ${count}つ あります` },
  en: { close: 'Close', move: 'Buttons to move the map', up: 'North', down: 'South', left: 'West', right: 'East', areaShown: '“Search this area” is available', same: (count) => `${count} places at this spot` },
};

export const mapWords = (language: Language): MapWords => TABLE[language];
