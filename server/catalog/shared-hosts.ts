/**
 * Hosts that many unrelated people share. A website on one of these says nothing about whose shop it is, so nothing
 * below them is ever looked up: not the domain, not its subdomains.
 */
export const sharedDomains: ReadonlySet<string> = new Set(
  `
  facebook.com fb.com fb.me fb.watch messenger.com instagram.com instagr.am threads.net threads.com twitter.com x.com t.co
  tiktok.com youtube.com youtu.be linkedin.com lnkd.in snapchat.com reddit.com redd.it whatsapp.com wa.me telegram.org t.me
  telegram.me discord.com discord.gg twitch.tv vimeo.com dailymotion.com medium.com quora.com vk.com ok.ru weibo.com
  weixin.qq.com wechat.com line.me lin.ee kakao.com xing.com mastodon.social bsky.app nextdoor.com meetup.com behance.net
  dribbble.com flickr.com soundcloud.com spotify.com clubhouse.com strava.com

  linktr.ee linktree.com bio.link beacons.ai lnk.bio linkin.bio campsite.bio taplink.cc taplink.at solo.to msha.ke
  linkpop.com hoo.be snipfeed.co stan.store koji.to allmylinks.com linkr.bio linkbio.co about.me flow.page flowcode.com
  withkoji.com direct.me milkshake.app many.link shor.by heylink.me linkfly.to znap.link

  bit.ly tinyurl.com goo.gl ow.ly buff.ly is.gd rebrand.ly cutt.ly shorturl.at rb.gy tiny.cc lc.chat dlvr.it shorte.st
  t.ly s.id page.link app.link onelink.me amzn.to amzn.eu a.co ebay.us etsy.me

  aliexpress.com alibaba.com 1688.com taobao.com tmall.com jd.com temu.com wish.com walmart.com 
  wayfair.com houzz.com newegg.com overstock.com bol.com cdiscount.com
  manomano.com otto.de kaufland.de zalando.com notonthehighstreet.com onbuy.com fruugo.com rakuten.com
  rakuten.co.jp flipkart.com myntra.com snapdeal.com meesho.com indiamart.com jumia.com takealot.com noon.com
  souq.com trendyol.com hepsiburada.com n11.com gittigidiyor.com ozon.ru wildberries.ru avito.ru emag.ro emag.bg emag.hu
  allegro.pl olx.pl olx.com olx.com.br coupang.com gmarket.co.kr tokopedia.com bukalapak.com blibli.com
  carousell.com depop.com poshmark.com mercari.com vinted.com grailed.com stockx.com reverb.com redbubble.com teepublic.com
  society6.com zazzle.com cafepress.com faire.com ankorstore.com orderchamp.com abound.com tundra.com handshake.com
  craigslist.org gumtree.com kijiji.ca leboncoin.fr marktplaats.nl subito.it wallapop.com offerup.com 
  rubylane.com bonanza.com ecrater.com dawanda.com goimagine.com 
  ubereats.com doordash.com grubhub.com postmates.com chownow.com deliveroo.com deliveroo.co.uk justeat.com just-eat.co.uk
  toasttab.com opentable.com instacart.com gopuff.com airbnb.com booking.com vrbo.com expedia.com eventbrite.com
  patreon.com ko-fi.com buymeacoffee.com kickstarter.com indiegogo.com gofundme.com

  trustpilot.com yelp.com glassdoor.com g2.com capterra.com sitejabber.com reviews.io reviews.co.uk resellerratings.com
  bbb.org tripadvisor.com foursquare.com yellowpages.com yell.com manta.com crunchbase.com zoominfo.com dnb.com owler.com
  apollo.io pitchbook.com angel.co wellfound.com opencorporates.com indeed.com kununu.com builtwith.com similarweb.com
  storeleads.app producthunt.com wikipedia.org wikidata.org wikimedia.org wikia.com fandom.com archive.org archive.is

  google.com goo.gle g.page g.co maps.app.goo.gl googleusercontent.com bing.com duckduckgo.com yahoo.com yandex.ru
  yandex.com baidu.com ecosia.org naver.com daum.net apple.com icloud.com microsoft.com office.com live.com msn.com
  sharepoint.com dropbox.com box.com wetransfer.com docs.com notion.so canva.com issuu.com scribd.com slideshare.net
  typeform.com jotform.com surveymonkey.com mailchi.mp mailchimp.com calendly.com zoom.us slack.com trello.com airtable.com
  github.com gitlab.com bitbucket.org stackoverflow.com paypal.com paypal.me stripe.com venmo.com cash.app klarna.com

  shopify.com bigcommerce.com wix.com squarespace.com webflow.com woocommerce.com wordpress.org magento.com adobe.com
  prestashop.com opencart.com shopware.com volusion.com godaddy.com namecheap.com hostinger.com ionos.com ionos.de
  strato.de one.com ovh.com cloudflare.com pipedrive.com hubspot.com salesforce.com
  `
    .trim()
    .split(/\s+/),
);

/** Names that belong to one shared service under every country's suffix, e.g. `amazon.co.jp`. */
export const sharedNames: ReadonlySet<string> = new Set([
  ...[
    'amazon',
    'ebay',
    'google',
    'pinterest',
    'yahoo',
    'yelp',
    'tripadvisor',
    'craigslist',
    'olx',
    'zalando',
  ],
  ...[
    'mercadolibre',
    'mercadolivre',
    'shopee',
    'lazada',
    'carousell',
    'indeed',
    'glassdoor',
    'kaufland',
    'vinted',
  ],
]);

/** Mail providers for everybody: neither an address nor a site there tells anything about a shop. */
export const freeMailDomains: ReadonlySet<string> = new Set(
  `
  gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es outlook.com outlook.de
  outlook.fr outlook.es live.com live.co.uk live.nl live.de live.fr msn.com yahoo.com ymail.com rocketmail.com aol.com
  aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de
  freenet.de arcor.de mail.com mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru zoho.com zohomail.com
  fastmail.com fastmail.fm hey.com tutanota.com tuta.io qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net
  daum.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it tin.it
  btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net comcast.net verizon.net att.net sbcglobal.net
  bellsouth.net cox.net charter.net earthlink.net optonline.net shaw.ca rogers.com sympatico.ca telus.net bigpond.com
  bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl telenet.be
  skynet.be bluewin.ch terra.com.br uol.com.br bol.com.br ig.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
  rediffmail.com telia.com online.no
  `
    .trim()
    .split(/\s+/),
);

/**
 * Shop platforms, site builders and hosting that give each customer a host of its own below a common domain. Such a
 * host names one shop and matches by full host only; the common domain names nobody.
 */
export const tenantDomains: ReadonlySet<string> = new Set(
  `
  myshopify.com shopifypreview.com mybigcommerce.com wixsite.com wixstudio.com editorx.io square.site squarespace.com
  webflow.io bigcartel.com company.site ecwid.com mystrikingly.com strikingly.com weebly.com weeblysite.com jimdo.com
  jimdosite.com jimdofree.com wordpress.com wpengine.com wpcomstaging.com blogspot.com tumblr.com storenvy.com gumroad.com
  sellfy.store sellfy.com payhip.com myshoplaza.com myshopline.com shoplineapp.com mitiendanube.com lojavirtualnuvem.com.br
  lojaintegrada.com.br vtexcommercestable.com.br myvtex.com salla.sa zid.store youcan.shop volusion.com 3dcartstores.com
  shift4shop.com shopware.store shoplightspeed.com webshopapp.com cafe24.com easy.co thebase.in base.shop base.ec
  stores.jp booth.pm godaddysites.com carrd.co notion.site framer.website framer.app netlify.app vercel.app github.io
  gitlab.io pages.dev workers.dev herokuapp.com onrender.com azurewebsites.net web.app firebaseapp.com fly.dev
  fourthwall.com creator-spring.com spri.ng threadless.com spreadshop.com bandcamp.com etsy.com substack.com shoppay.com
  epages.com shopbase.com onshopbase.com shopplaza.com websites.co.in dukaan.app mydukaan.io instamojo.com
  yolasite.com webnode.com webnode.page site123.me ueniweb.com business.site sites.google.com durable.co zyrosite.com
  hostingersite.com mozello.com websitepro.hosting storehippo.com shopmatic.com prestabox.com myprestashop.com
  magentocloud.com demandware.net tictail.com shopier.com ticimax.com nuvemshop.com.br tiendanube.com tray.com.br
  `
    .trim()
    .split(/\s+/),
);

/** Names that belong to one such platform under every country's suffix. */
export const tenantNames: ReadonlySet<string> = new Set(['blogspot', 'myspreadshop']);
