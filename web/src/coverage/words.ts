// The words of the coverage view, in the notation of src/words; they come with the view.
import { makeWords, type Language, type Table, type Values } from '../words/index.ts';

const ja = {
  heading: '居場所がある地域・ない地域',
  finding: '%all%地域のうち、%regular%%what%があるのは%some%地域です。',
  gaps: 'ないのは %names% です。',
  no_gaps: '全部の地域にあります。',
  more: 'ほか%n%地域',
  apart: '開く日が分からない場所は数に入れず、別に示します。',
  anything: '居場所',
  regular_AT_LEAST_MONTHLY: '月1回以上ひらく',
  regular_WEEKLY: '毎週ひらく',
  column_AT_LEAST_MONTHLY: '月1回以上',
  column_WEEKLY: '毎週',
  how_often: 'どのくらい開くか',
  parent: '地域',
  level: '区分',
  kinds: '種類',
  district: '地域',
  all_places: 'すべて',
  unknown: '不明',
  next: '次に開く',
  none: '0（なし）',
  caption: '%regular%%what%（%date%現在）',
  csv: '表をCSVで保存',
  map: '地図。同じ数が表にあります',
  legend_none: '0か所',
  legend_more: '5以上',
  nothing: 'この区分の地域は、まだ登録されていません。',
};
type Key = keyof typeof ja;

const easy: Readonly<Record<Key, string>> = {
  heading: '{場所|ばしょ}が ある {地域|ちいき}・ない {地域|ちいき}',
  finding: '%all%の {地域|ちいき}の {中|なか}で、%regular% %what%が あるのは %some%です。',
  gaps: 'ない {地域|ちいき}: %names%',
  no_gaps: 'ぜんぶの {地域|ちいき}に あります。',
  more: 'ほかに %n%',
  apart: '{開|あ}く{日|ひ}が わからない {場所|ばしょ}は、{別|べつ}に {数|かぞ}えます。',
  anything: '{場所|ばしょ}',
  regular_AT_LEAST_MONTHLY: '{毎月|まいつき} {開|あ}く',
  regular_WEEKLY: '{毎週|まいしゅう} {開|あ}く',
  column_AT_LEAST_MONTHLY: '{毎月|まいつき}',
  column_WEEKLY: '{毎週|まいしゅう}',
  how_often: 'どのくらい {開|あ}くか',
  parent: '{地域|ちいき}',
  level: '{分|わ}け{方|かた}',
  kinds: 'しゅるい',
  district: '{地域|ちいき}',
  all_places: 'ぜんぶ',
  unknown: 'わからない',
  next: '{次|つぎ}',
  none: '0（ない）',
  caption: '%regular% %what%（%date%）',
  csv: '{表|ひょう}を CSVで {保存|ほぞん}',
  map: '{地図|ちず}。{同|おな}じ {数|かず}が {表|ひょう}に あります',
  legend_none: '0か{所|しょ}',
  legend_more: '5か{所|しょ}から',
  nothing: 'この {分|わ}け{方|かた}の {地域|ちいき}は まだ ありません。',
};

const en: Readonly<Record<Key, string>> = {
  heading: 'Where places are, and where they are not',
  finding: '%some% of %all% districts have places that open %regular%: %what%.',
  gaps: 'None in: %names%.',
  no_gaps: 'Every district has one.',
  more: '%n% more',
  apart: 'Places with unknown opening days are not counted; they are shown apart.',
  anything: 'any kind',
  regular_AT_LEAST_MONTHLY: 'at least monthly',
  regular_WEEKLY: 'every week',
  column_AT_LEAST_MONTHLY: 'Monthly+',
  column_WEEKLY: 'Weekly',
  how_often: 'How often',
  parent: 'Area',
  level: 'Level',
  kinds: 'Kinds',
  district: 'District',
  all_places: 'All',
  unknown: 'Unknown',
  next: 'Next opening',
  none: '0 (none)',
  caption: 'Open %regular%: %what% (%date%)',
  csv: 'Save table as CSV',
  map: 'Map; the table has the same numbers',
  legend_none: '0',
  legend_more: '5 or more',
  nothing: 'There are no districts of this level yet.',
};

export interface CoverageWords {
  text(key: Key, values?: Values): string;
  rich(key: Key, values?: Values): HTMLSpanElement;
}

export function coverageWords(language: Language): CoverageWords {
  const table = language === 'en' ? en : language === 'ja-Hira' ? easy : ja;
  // The notation is the same, the keys are this view's own.
  return makeWords(language, table as unknown as Table) as unknown as CoverageWords;
}
