// The words of the coverage view, which are loaded with it. The notation is that of src/words.
import type { Language } from '../words/index.ts';

const ja = {
  heading: '居場所がある地域・ない地域',
  sentence: '%of%の地域のうち、%often%開く場所があるのは%n%です。',
  sentence_kinds: '%of%の地域のうち、%often%開く%kinds%があるのは%n%です。',
  none_in: 'ないのは %names% です。',
  none_none: 'ない地域はありません。',
  note: '開く日が分からない場所は数に入れず、別に示します。',
  parent: 'どこの',
  level: '地域の分けかた',
  often: 'どのくらい',
  AT_LEAST_MONTHLY: '月1回以上',
  WEEKLY: '毎週',
  district: '地域',
  regular: '定期的に開く',
  unknown: '開く日が不明',
  next: '次に開く',
  zero: '0（なし）',
  csv: '表をCSVで保存',
  empty: '地域の境界がまだ登録されていません。',
};
type Key = keyof typeof ja;

const easy: Record<Key, string> = {
  heading: '{場所|ばしょ}が ある {地域|ちいき}・ない {地域|ちいき}',
  sentence: '{地域|ちいき}は %of%つ あります。%often% {開|あ}く {場所|ばしょ}が あるのは %n%つです。',
  sentence_kinds: '{地域|ちいき}は %of%つ あります。%often% {開|あ}く %kinds%が あるのは %n%つです。',
  none_in: 'ない {地域|ちいき}: %names%',
  none_none: 'ぜんぶの {地域|ちいき}に あります。',
  note: '{開|あ}く{日|ひ}が わからない {場所|ばしょ}は、{別|べつ}に {数|かぞ}えます。',
  parent: 'どこ',
  level: '{地域|ちいき}の {大|おお}きさ',
  often: 'どのくらい',
  AT_LEAST_MONTHLY: '{毎月|まいつき}',
  WEEKLY: '{毎週|まいしゅう}',
  district: '{地域|ちいき}',
  regular: 'いつも {開|あ}く {所|ところ}',
  unknown: 'わからない {所|ところ}',
  next: '{次|つぎ}に {開|あ}く {日|ひ}',
  zero: '0（ない）',
  csv: '{表|ひょう}を CSVで {保存|ほぞん}',
  empty: '{地域|ちいき}の {線|せん}が まだ ありません。',
};

const en: Record<Key, string> = {
  heading: 'Where places are, and where they are not',
  sentence: '%n% of %of% districts have a place that opens %often%.',
  sentence_kinds: '%n% of %of% districts have one that opens %often%: %kinds%.',
  none_in: 'None in: %names%.',
  none_none: 'No district is without.',
  note: 'Places with unknown opening days are not counted; they are shown apart.',
  parent: 'Where',
  level: 'Kind of district',
  often: 'How often',
  AT_LEAST_MONTHLY: 'at least monthly',
  WEEKLY: 'every week',
  district: 'District',
  regular: 'Open regularly',
  unknown: 'Days unknown',
  next: 'Next opening',
  zero: '0 (none)',
  csv: 'Save table as CSV',
  empty: 'No districts have been entered yet.',
};

export const coverageWords: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { ja, 'ja-Hira': easy, en };
