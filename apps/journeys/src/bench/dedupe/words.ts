/** A name as its owner writes it, and as others write it in Latin letters. */
export interface WrittenName {
  readonly own: string;
  readonly latin: string;
}

function names(text: string): readonly WrittenName[] {
  return text.split(' ').map((each) => {
    const [own, latin = own] = each.split('=') as [string, string?];
    return { own, latin };
  });
}

/** First and last names that go together. */
export interface NameStock {
  readonly share: number;
  readonly first: readonly WrittenName[];
  readonly last: readonly WrittenName[];
  /** Family before given name, without a space between, as in Chinese. */
  readonly country: string;
}

/** Latin transcriptions are those that people have in their passports, which are not always those of one standard. */
export const NAME_STOCKS: readonly NameStock[] = [
  {
    share: 0.45,
    country: 'DE',
    first: names(
      'Anna Lena Julia Sarah Laura Katharina Christine Claudia Sabine Petra Monika Ursula Thomas Michael Andreas Stefan Christian Martin Peter Klaus ' +
        'Jürgen=Jurgen Günter=Gunter Björn=Bjorn Sören=Soren Jörg=Jorg Matthias Matteo Lukas Lucas Jan Hanna Hannah Johanna Johannes Jonas Jonathan Sophie Sofia Maximilian Max',
    ),
    last: names(
      'Müller=Muller Schmidt Schneider Fischer Weber Meyer Meier Maier Wagner Becker Schulz Schulze Hoffmann Hofmann Schäfer=Schafer Koch Bauer Richter Klein ' +
        'Wolf Schröder=Schroder Neumann Schwarz Zimmermann Braun Krüger=Kruger Hartmann Lange Werner Krause Lehmann Köhler=Kohler Maurer Vogel Strauß=Strauss Weiß=Weiss Groß=Gross',
    ),
  },
  {
    share: 0.25,
    country: 'GB',
    first: names(
      'James John Jon Jonathan Robert William David Richard Joseph Charles Christopher Daniel Matthew Mark Paul Steven Stephen Andrew Mary Patricia Jennifer Linda ' +
        'Elizabeth Barbara Susan Jessica Catherine Katherine Margaret Emily Amy Rebecca Siobhán=Siobhan Niamh Seán=Sean',
    ),
    last: names(
      'Smith Smyth Jones Taylor Brown Williams Wilson Johnson Johnston Davies Davis Robinson Wright Thompson Thomson Evans Walker White Roberts Green Hall Wood Jackson ' +
        "Clarke Clark O'Brien O'Neill MacDonald McDonald Campbell Stewart Stuart Murray Reid Allen Allan Harrison Baker",
    ),
  },
  {
    share: 0.12,
    country: 'FR',
    first: names(
      'José=Jose María=Maria Lucía=Lucia François=Francois Hélène=Helene Élodie=Elodie Zoë=Zoe Noël=Noel Chloé=Chloe André=Andre Renée=Renee Jean Pierre Camille Léa=Lea',
    ),
    last: names(
      'García=Garcia Fernández=Fernandez López=Lopez Martínez=Martinez Lefèvre=Lefevre Dubois Moreau Laurent Simon Michel Bernard Girard Roux Fournier Núñez=Nunez Peña=Pena Çelik=Celik Yılmaz=Yilmaz Łukasiewicz=Lukasiewicz',
    ),
  },
  {
    share: 0.1,
    country: 'BG',
    first: names(
      'Анна=Anna Мария=Mariya Иван=Ivan Дмитрий=Dmitry Сергей=Sergey Алексей=Alexey Наталья=Natalia Ольга=Olga Екатерина=Ekaterina Юрий=Yuri Михаил=Mikhail Пётр=Petr Татьяна=Tatiana Николай=Nikolai',
    ),
    last: names(
      'Иванов=Ivanov Петров=Petrov Смирнов=Smirnov Кузнецов=Kuznetsov Попов=Popov Васильев=Vasilyev Соколов=Sokolov Михайлов=Mikhailov Новиков=Novikov Фёдоров=Fedorov Морозов=Morozov Волков=Volkov Алексеев=Alekseev Щербаков=Shcherbakov Чайковский=Tchaikovsky Жуков=Zhukov',
    ),
  },
  {
    share: 0.04,
    country: 'GR',
    first: names(
      'Γιώργος=Giorgos Μαρία=Maria Ελένη=Eleni Δημήτρης=Dimitris Κωνσταντίνος=Konstantinos Νίκος=Nikos Σοφία=Sofia Χρήστος=Christos',
    ),
    last: names(
      'Παπαδόπουλος=Papadopoulos Βασιλείου=Vasileiou Γεωργίου=Georgiou Δημητρίου=Dimitriou Οικονόμου=Oikonomou Αντωνίου=Antoniou Νικολάου=Nikolaou Χριστοδούλου=Christodoulou',
    ),
  },
  {
    share: 0.04,
    country: 'CN',
    first: names(
      '伟=Wei 芳=Fang 娜=Na 秀英=Xiuying 敏=Min 静=Jing 丽=Li 强=Qiang 磊=Lei 军=Jun 洋=Yang 勇=Yong 艳=Yan 杰=Jie 娟=Juan 涛=Tao',
    ),
    last: names(
      '王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 吴=Wu 周=Zhou 徐=Xu 孙=Sun 马=Ma 朱=Zhu 胡=Hu 郭=Guo',
    ),
  },
];

export const STREETS =
  'Hauptstraße,Bahnhofstraße,Gartenweg,Schillerstraße,Goethestraße,Lindenallee,Kirchplatz,Bergstraße,Waldweg,Mühlenweg,Rosenstraße,Marktplatz,High Street,Station Road,Church Lane,Victoria Road,Park Avenue,Mill Lane,Kings Road,Queens Road,Rue de la Paix,Avenue Victor Hugo,Rue du Moulin,Calle Mayor,Calle Real'.split(
    ',',
  );
export const CITIES =
  'Berlin,Hamburg,München,Köln,Frankfurt,Stuttgart,Leipzig,London,Manchester,Bristol,Leeds,Paris,Lyon,Madrid,Sevilla,Sofia,Athens,Plovdiv'.split(
    ',',
  );
export const MAIL_DOMAINS =
  'gmail.com,gmx.de,web.de,outlook.com,yahoo.com,icloud.com,t-online.de,hotmail.com,proton.me'.split(',');
export const TRADES =
  'Logistics,Software,Consulting,Maschinenbau,Foods,Pharma,Energy,Textiles,Media,Print,Steel,Optics,Robotics,Travel,Design,Electronics,Solar,Marine,Chemicals,Instruments'.split(
    ',',
  );
export const COINED =
  'Acme,Nordwind,Bluebird,Helios,Vertex,Quantum,Silverline,Evergreen,Polaris,Redwood,Cobalt,Aurora,Titan,Zephyr,Orion,Juniper,Falcon,Granit,Merkur,Atlas,Delta,Omega,Nova,Pinnacle,Summit,Harbor,Lindner,Krüger,Brandt,Peterson'.split(
    ',',
  );
export const LEGAL_FORMS: Readonly<Record<string, readonly string[]>> = {
  DE: ['GmbH', 'GmbH & Co. KG', 'AG', 'KG'],
  GB: ['Ltd', 'Limited', 'Ltd.', 'plc'],
  FR: ['S.A.', 'SARL', 'SAS'],
};
export const SYLLABLES =
  'Ber,Cal,Dor,Fen,Gar,Hal,Iv,Jor,Kel,Lum,Mar,Nor,Ost,Pel,Quin,Ras,Sol,Tam,Ul,Ver,Wil,Xan,Yor,Zan,Bri,Cro,Dra,Fli,Gra,Kro,Pla,Sta,Tre,Vla'.split(
    ',',
  );
