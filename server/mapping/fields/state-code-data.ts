/**
 * First-level subdivisions by country: the ISO 3166-2 code without its country, then the names it goes by (local and
 * English), parted by `/`. Capitals, accents, blanks and punctuation do not count when names are compared.
 */
export const stateCodes: Readonly<Record<string, string>> = {
  US: `AL Alabama; AK Alaska; AZ Arizona; AR Arkansas; CA California; CO Colorado; CT Connecticut; DE Delaware;
    DC District of Columbia/Washington DC; FL Florida; GA Georgia; HI Hawaii; ID Idaho; IL Illinois;
    IN Indiana; IA Iowa; KS Kansas; KY Kentucky; LA Louisiana; ME Maine; MD Maryland; MA Massachusetts; MI Michigan;
    MN Minnesota; MS Mississippi; MO Missouri; MT Montana; NE Nebraska; NV Nevada; NH New Hampshire; NJ New Jersey;
    NM New Mexico; NY New York; NC North Carolina; ND North Dakota; OH Ohio; OK Oklahoma; OR Oregon; PA Pennsylvania;
    RI Rhode Island; SC South Carolina; SD South Dakota; TN Tennessee; TX Texas; UT Utah; VT Vermont; VA Virginia;
    WA Washington/Washington State; WV West Virginia; WI Wisconsin; WY Wyoming; AS American Samoa; GU Guam;
    MP Northern Mariana Islands; PR Puerto Rico; VI Virgin Islands/U.S. Virgin Islands`,
  CA: `AB Alberta; BC British Columbia/Colombie-Britannique; MB Manitoba; NB New Brunswick/Nouveau-Brunswick;
    NL Newfoundland and Labrador/Newfoundland; NS Nova Scotia/Nouvelle-Écosse; NT Northwest Territories; NU Nunavut;
    ON Ontario; PE Prince Edward Island/Île-du-Prince-Édouard; QC Québec; SK Saskatchewan; YT Yukon/Yukon Territory`,
  AU: `ACT Australian Capital Territory; NSW New South Wales; NT Northern Territory; QLD Queensland; SA South Australia;
    TAS Tasmania; VIC Victoria; WA Western Australia`,
  GB: `ENG England; NIR Northern Ireland; SCT Scotland; WLS Wales/Cymru`,
  IE: `CW Carlow/County Carlow; CN Cavan/County Cavan; CE Clare/County Clare; CO Cork/County Cork; DL Donegal/County Donegal;
    D Dublin/County Dublin; G Galway/County Galway; KY Kerry/County Kerry; KE Kildare/County Kildare;
    KK Kilkenny/County Kilkenny; LS Laois/County Laois; LM Leitrim/County Leitrim; LK Limerick/County Limerick;
    LD Longford/County Longford; LH Louth/County Louth; MO Mayo/County Mayo; MH Meath/County Meath;
    MN Monaghan/County Monaghan; OY Offaly/County Offaly; RN Roscommon/County Roscommon; SO Sligo/County Sligo;
    TA Tipperary/County Tipperary; WD Waterford/County Waterford; WH Westmeath/County Westmeath;
    WX Wexford/County Wexford; WW Wicklow/County Wicklow`,
  NZ: `AUK Auckland; BOP Bay of Plenty; CAN Canterbury; GIS Gisborne; HKB Hawke's Bay; MBH Marlborough;
    MWT Manawatū-Whanganui/Manawatu-Wanganui; NSN Nelson; NTL Northland; OTA Otago; STL Southland; TAS Tasman;
    TKI Taranaki; WGN Wellington; WKO Waikato; WTC West Coast`,
  DE: `BW Baden-Württemberg; BY Bayern/Bavaria; BE Berlin; BB Brandenburg; HB Bremen; HH Hamburg; HE Hessen/Hesse;
    MV Mecklenburg-Vorpommern/Mecklenburg-Western Pomerania; NI Niedersachsen/Lower Saxony;
    NW Nordrhein-Westfalen/North Rhine-Westphalia; RP Rheinland-Pfalz/Rhineland-Palatinate; SL Saarland;
    SN Sachsen/Saxony; ST Sachsen-Anhalt/Saxony-Anhalt; SH Schleswig-Holstein; TH Thüringen/Thuringia`,
  AT: `1 Burgenland; 2 Kärnten/Carinthia; 3 Niederösterreich/Lower Austria; 4 Oberösterreich/Upper Austria; 5 Salzburg;
    6 Steiermark/Styria; 7 Tirol/Tyrol; 8 Vorarlberg; 9 Wien/Vienna`,
  CH: `AG Aargau; AI Appenzell Innerrhoden; AR Appenzell Ausserrhoden; BE Bern/Berne; BL Basel-Landschaft/Basel-Country;
    BS Basel-Stadt/Basel-City; FR Fribourg/Freiburg; GE Genève/Geneva/Genf; GL Glarus; GR Graubünden/Grisons; JU Jura;
    LU Luzern/Lucerne; NE Neuchâtel; NW Nidwalden; OW Obwalden; SG St. Gallen/Sankt Gallen; SH Schaffhausen;
    SO Solothurn; SZ Schwyz; TG Thurgau; TI Ticino; UR Uri; VD Vaud; VS Valais/Wallis; ZG Zug; ZH Zürich`,
  NL: `DR Drenthe; FL Flevoland; FR Friesland/Fryslân; GE Gelderland; GR Groningen; LI Limburg; NB Noord-Brabant/North Brabant;
    NH Noord-Holland/North Holland; OV Overijssel; UT Utrecht; ZE Zeeland; ZH Zuid-Holland/South Holland`,
  BE: `BRU Brussels/Bruxelles/Brussel/Brussels-Capital Region/Région de Bruxelles-Capitale/Brussels Hoofdstedelijk Gewest;
    VLG Vlaanderen/Flanders/Vlaams Gewest/Flemish Region; WAL Wallonie/Wallonia/Région wallonne/Walloon Region`,
  FR: `ARA Auvergne-Rhône-Alpes; BFC Bourgogne-Franche-Comté; BRE Bretagne/Brittany; CVL Centre-Val de Loire;
    20R Corse/Corsica; GES Grand Est; HDF Hauts-de-France; IDF Île-de-France; NOR Normandie/Normandy;
    NAQ Nouvelle-Aquitaine; OCC Occitanie/Occitania; PDL Pays de la Loire;
    PAC Provence-Alpes-Côte d'Azur`,
  IT: `21 Piemonte/Piedmont; 23 Valle d'Aosta/Aosta Valley; 25 Lombardia/Lombardy;
    32 Trentino-Alto Adige/Trentino-South Tyrol; 34 Veneto; 36 Friuli-Venezia Giulia; 42 Liguria; 45 Emilia-Romagna;
    52 Toscana/Tuscany; 55 Umbria; 57 Marche; 62 Lazio; 65 Abruzzo; 67 Molise; 72 Campania; 75 Puglia/Apulia;
    77 Basilicata; 78 Calabria; 82 Sicilia/Sicily; 88 Sardegna/Sardinia`,
  ES: `AN Andalucía/Andalusia; AR Aragón; AS Asturias/Principado de Asturias; CN Canarias/Canary Islands; CB Cantabria;
    CM Castilla-La Mancha; CL Castilla y León/Castile and León; CT Cataluña/Catalunya/Catalonia; CE Ceuta;
    EX Extremadura; GA Galicia; IB Illes Balears/Islas Baleares/Balearic Islands; RI La Rioja;
    MD Comunidad de Madrid/Madrid/Community of Madrid; ML Melilla; MC Región de Murcia/Murcia;
    NC Navarra/Comunidad Foral de Navarra/Navarre; PV País Vasco/Euskadi/Basque Country;
    VC Comunidad Valenciana/Comunitat Valenciana/Valencia/Valencian Community`,
  PT: `01 Aveiro; 02 Beja; 03 Braga; 04 Bragança; 05 Castelo Branco; 06 Coimbra; 07 Évora; 08 Faro; 09 Guarda; 10 Leiria;
    11 Lisboa/Lisbon; 12 Portalegre; 13 Porto; 14 Santarém; 15 Setúbal; 16 Viana do Castelo; 17 Vila Real; 18 Viseu;
    20 Açores/Azores; 30 Madeira`,
  BR: `AC Acre; AL Alagoas; AP Amapá; AM Amazonas; BA Bahia; CE Ceará; DF Distrito Federal/Federal District;
    ES Espírito Santo; GO Goiás; MA Maranhão; MT Mato Grosso; MS Mato Grosso do Sul; MG Minas Gerais; PA Pará; PB Paraíba;
    PR Paraná; PE Pernambuco; PI Piauí; RJ Rio de Janeiro; RN Rio Grande do Norte; RS Rio Grande do Sul; RO Rondônia;
    RR Roraima; SC Santa Catarina; SP São Paulo; SE Sergipe; TO Tocantins`,
  MX: `AGU Aguascalientes; BCN Baja California; BCS Baja California Sur; CAM Campeche; CMX Ciudad de México/Mexico City;
    COA Coahuila/Coahuila de Zaragoza; COL Colima; CHP Chiapas; CHH Chihuahua; DUR Durango; GUA Guanajuato; GRO Guerrero;
    HID Hidalgo; JAL Jalisco; MEX México/Estado de México/State of Mexico; MIC Michoacán/Michoacán de Ocampo; MOR Morelos;
    NAY Nayarit; NLE Nuevo León; OAX Oaxaca; PUE Puebla; QUE Querétaro; ROO Quintana Roo; SLP San Luis Potosí;
    SIN Sinaloa; SON Sonora; TAB Tabasco; TAM Tamaulipas; TLA Tlaxcala; VER Veracruz/Veracruz de Ignacio de la Llave;
    YUC Yucatán; ZAC Zacatecas`,
  AR: `A Salta; B Buenos Aires/Provincia de Buenos Aires/Buenos Aires Province;
    C Ciudad Autónoma de Buenos Aires/Buenos Aires City; D San Luis; E Entre Ríos; F La Rioja; G Santiago del Estero;
    H Chaco; J San Juan; K Catamarca; L La Pampa; M Mendoza; N Misiones; P Formosa; Q Neuquén; R Río Negro; S Santa Fe;
    T Tucumán; U Chubut; V Tierra del Fuego; W Corrientes; X Córdoba; Y Jujuy; Z Santa Cruz`,
  IN: `AN Andaman and Nicobar Islands; AP Andhra Pradesh; AR Arunachal Pradesh; AS Assam; BR Bihar; CH Chandigarh;
    CG Chhattisgarh; DH Dadra and Nagar Haveli and Daman and Diu; DL Delhi/New Delhi; GA Goa; GJ Gujarat; HR Haryana;
    HP Himachal Pradesh; JK Jammu and Kashmir; JH Jharkhand; KA Karnataka; KL Kerala; LA Ladakh; LD Lakshadweep;
    MP Madhya Pradesh; MH Maharashtra; MN Manipur; ML Meghalaya; MZ Mizoram; NL Nagaland; OD Odisha/Orissa;
    PY Puducherry/Pondicherry; PB Punjab; RJ Rajasthan; SK Sikkim; TN Tamil Nadu; TS Telangana; TR Tripura;
    UP Uttar Pradesh; UK Uttarakhand; WB West Bengal`,
  JP: `01 Hokkaido; 02 Aomori; 03 Iwate; 04 Miyagi; 05 Akita; 06 Yamagata; 07 Fukushima; 08 Ibaraki; 09 Tochigi; 10 Gunma;
    11 Saitama; 12 Chiba; 13 Tokyo; 14 Kanagawa; 15 Niigata; 16 Toyama; 17 Ishikawa; 18 Fukui; 19 Yamanashi; 20 Nagano;
    21 Gifu; 22 Shizuoka; 23 Aichi; 24 Mie; 25 Shiga; 26 Kyoto; 27 Osaka; 28 Hyogo; 29 Nara; 30 Wakayama; 31 Tottori;
    32 Shimane; 33 Okayama; 34 Hiroshima; 35 Yamaguchi; 36 Tokushima; 37 Kagawa; 38 Ehime; 39 Kochi; 40 Fukuoka; 41 Saga;
    42 Nagasaki; 43 Kumamoto; 44 Oita; 45 Miyazaki; 46 Kagoshima; 47 Okinawa`,
  CN: `AH Anhui; BJ Beijing; CQ Chongqing; FJ Fujian; GS Gansu; GD Guangdong; GX Guangxi; GZ Guizhou; HI Hainan; HE Hebei;
    HL Heilongjiang; HA Henan; HB Hubei; HN Hunan; JS Jiangsu; JX Jiangxi; JL Jilin; LN Liaoning; NM Inner Mongolia/Nei Mongol;
    NX Ningxia; QH Qinghai; SN Shaanxi; SD Shandong; SH Shanghai; SX Shanxi; SC Sichuan; TJ Tianjin; XJ Xinjiang;
    XZ Tibet/Xizang; YN Yunnan; ZJ Zhejiang`,
  ZA: `EC Eastern Cape; FS Free State; GP Gauteng; KZN KwaZulu-Natal; LP Limpopo; MP Mpumalanga; NW North West;
    NC Northern Cape; WC Western Cape`,
  AE: `AJ Ajman; AZ Abu Dhabi; DU Dubai; FU Fujairah; RK Ras al-Khaimah; SH Sharjah; UQ Umm al-Quwain`,
  MY: `01 Johor; 02 Kedah; 03 Kelantan; 04 Melaka/Malacca; 05 Negeri Sembilan; 06 Pahang; 07 Pulau Pinang/Penang; 08 Perak;
    09 Perlis; 10 Selangor; 11 Terengganu; 12 Sabah; 13 Sarawak; 14 Kuala Lumpur/Wilayah Persekutuan Kuala Lumpur;
    15 Labuan; 16 Putrajaya`,
  SE: `AB Stockholm; AC Västerbotten; BD Norrbotten; C Uppsala; D Södermanland; E Östergötland; F Jönköping; G Kronoberg;
    H Kalmar; I Gotland; K Blekinge; M Skåne; N Halland; O Västra Götaland; S Värmland; T Örebro; U Västmanland;
    W Dalarna; X Gävleborg; Y Västernorrland; Z Jämtland`,
  DK: `81 Nordjylland/North Denmark; 82 Midtjylland/Central Denmark; 83 Syddanmark/Southern Denmark;
    84 Hovedstaden/Capital Region/Capital Region of Denmark; 85 Sjælland/Zealand`,
  NO: `03 Oslo; 11 Rogaland; 15 Møre og Romsdal; 18 Nordland; 31 Østfold; 32 Akershus; 33 Buskerud; 34 Innlandet; 39 Vestfold;
    40 Telemark; 42 Agder; 46 Vestland; 50 Trøndelag; 55 Troms; 56 Finnmark`,
  PL: `02 Dolnośląskie/Lower Silesia; 04 Kujawsko-Pomorskie; 06 Lubelskie; 08 Lubuskie; 10 Łódzkie;
    12 Małopolskie/Lesser Poland; 14 Mazowieckie/Masovia; 16 Opolskie; 18 Podkarpackie; 20 Podlaskie;
    22 Pomorskie/Pomerania; 24 Śląskie/Silesia; 26 Świętokrzyskie; 28 Warmińsko-Mazurskie;
    30 Wielkopolskie/Greater Poland; 32 Zachodniopomorskie/West Pomerania`,
};
