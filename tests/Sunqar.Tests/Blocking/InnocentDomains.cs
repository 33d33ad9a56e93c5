namespace Sunqar.Tests.Blocking;

/// <summary>Well-known sites that imitate nobody: world-wide, Kazakh, and short or everyday names that chance brings near a
/// brand's.</summary>
internal static class InnocentDomains
{
    public static readonly string[] All = (
        "google.com youtube.com facebook.com instagram.com x.com twitter.com wikipedia.org whatsapp.com reddit.com amazon.com tiktok.com yahoo.com yandex.ru yandex.kz live.com bing.com "
        + "netflix.com microsoft.com office.com linkedin.com twitch.tv pinterest.com discord.com apple.com icloud.com adobe.com github.com gitlab.com stackoverflow.com stackexchange.com "
        + "medium.com quora.com imdb.com spotify.com paypal.com ebay.com aliexpress.com alibaba.com temu.com shein.com walmart.com target.com etsy.com booking.com airbnb.com tripadvisor.com "
        + "expedia.com skyscanner.com uber.com bolt.eu indriver.com zoom.us slack.com dropbox.com notion.so figma.com canva.com trello.com atlassian.com salesforce.com oracle.com ibm.com "
        + "intel.com amd.com nvidia.com samsung.com huawei.com xiaomi.com sony.com lg.com hp.com dell.com lenovo.com asus.com acer.com cisco.com cloudflare.com akamai.com fastly.com "
        + "digitalocean.com heroku.com vercel.com netlify.com wordpress.com wordpress.org wix.com squarespace.com godaddy.com namecheap.com archive.org mozilla.org debian.org ubuntu.com "
        + "redhat.com kernel.org gnu.org apache.org python.org nodejs.org npmjs.com nuget.org rust-lang.org golang.org java.com php.net mysql.com postgresql.org mongodb.com redis.io "
        + "elastic.co docker.com kubernetes.io bbc.com bbc.co.uk cnn.com nytimes.com theguardian.com reuters.com bloomberg.com ft.com wsj.com forbes.com economist.com washingtonpost.com "
        + "aljazeera.com dw.com euronews.com lemonde.fr spiegel.de elpais.com corriere.it rbc.ru ria.ru tass.ru lenta.ru gazeta.ru kommersant.ru vedomosti.ru mail.ru vk.com ok.ru rambler.ru "
        + "avito.ru ozon.ru wildberries.ru hh.ru kinopoisk.ru ivi.ru gosuslugi.ru sberbank.ru tinkoff.ru vtb.ru alfabank.ru gazprombank.ru raiffeisen.ru "
        + "egov.kz gov.kz kaspi.kz halykbank.kz homebank.kz forte.kz fortebank.com bcc.kz jusan.kz jysan.kz eubank.kz bankrbk.kz altynbank.kz nurbank.kz hcsbk.kz berekebank.kz freedombank.kz "
        + "ffin.kz nationalbank.kz afsa.kz aifc.kz kase.kz kgd.gov.kz stat.gov.kz akorda.kz primeminister.kz zakon.kz adilet.zan.kz tengrinews.kz nur.kz inform.kz kapital.kz forbes.kz "
        + "informburo.kz vlast.kz orda.kz azattyq.org kolesa.kz krisha.kz olx.kz satu.kz hh.kz enbek.kz chocofamily.kz chocotravel.com aviata.kz airastana.com flyarystan.com scat.kz ktz.kz "
        + "railways.kz beeline.kz kcell.kz activ.kz tele2.kz altel.kz telecom.kz kazpost.kz post.kz magnum.kz technodom.kz sulpak.kz mechta.kz alser.kz lamoda.kz wildberries.kz ozon.kz "
        + "nu.edu.kz kaznu.kz enu.kz kbtu.edu.kz satbayev.university almatymarathon.kz 2gis.kz ticketon.kz kino.kz kinopark.kz damumed.kz invivo.kz europharma.kz bi.group samruk-kz.com "
        + "kmg.kz kazatomprom.kz kazakhmys.kz erg.kz kegoc.kz astanahub.com visa.com mastercard.com americanexpress.com unionpay.com swift.com wise.com revolut.com n26.com westernunion.com "
        + "moneygram.com stripe.com square.com adyen.com klarna.com hsbc.com citi.com chase.com bankofamerica.com wellsfargo.com barclays.co.uk santander.com bnpparibas.com deutsche-bank.de "
        + "ubs.com ing.com rabobank.nl nordea.com fidelity.com vanguard.com schwab.com blackrock.com morningstar.com tradingview.com investing.com finviz.com "
        + "harvard.edu mit.edu stanford.edu ox.ac.uk cam.ac.uk coursera.org edx.org khanacademy.org duolingo.com udemy.com un.org who.int unesco.org worldbank.org imf.org oecd.org europa.eu "
        + "fatf-gafi.org interpol.int europol.europa.eu nasa.gov esa.int noaa.gov cdc.gov nih.gov fbi.gov irs.gov gov.uk service.gov.uk gouv.fr bund.de admin.ch government.nl "
        + "ikea.com zara.com hm.com nike.com adidas.com puma.com decathlon.com leroymerlin.kz starbucks.com mcdonalds.com kfc.com burgerking.com dominos.com pizzahut.com cocacola.com pepsi.com "
        + "nestle.com unilever.com loreal.com bmw.com mercedes-benz.com audi.com volkswagen.com toyota.com honda.com hyundai.com kia.com ford.com chevrolet.com tesla.com volvo.com "
        + "fifa.com uefa.com nba.com nhl.com espn.com olympics.com steampowered.com epicgames.com roblox.com minecraft.net ea.com ubisoft.com playstation.com xbox.com nintendo.com "
        + "imgur.com flickr.com vimeo.com dailymotion.com soundcloud.com bandcamp.com deezer.com shazam.com genius.com goodreads.com scribd.com issuu.com slideshare.net "
        + "weather.com accuweather.com gismeteo.kz meteoblue.com windy.com flightradar24.com marinetraffic.com openstreetmap.org mapbox.com here.com waze.com "
        + "mozillazine.org launchpad.net sourceforge.net bitbucket.org jetbrains.com visualstudio.com eclipse.org sublimetext.com vim.org latex-project.org overleaf.com arxiv.org "
        + "nature.com science.org ieee.org acm.org springer.com elsevier.com wiley.com jstor.org researchgate.net academia.edu semanticscholar.org orcid.org crossref.org "
        + "coinage.org bridges.org stakeholder.com walletshop.com exchangeserver.com tokens.dev mintmobile.com claimsjournal.com vaultpress.com secureserver.net linkedinlearning.com "
        + "supportbee.com loginradius.com syncthing.net nodebb.org poolsupplies.com marketo.com curvebeam.com compoundinterest.com gatecoin.edu wavesaudio.com orcamusic.com raydiology.com "
        + "apexlegends.com phantomfoundry.com aurorahealth.org polygonzoo.com avalanchehockey.com solanabeach.org cosmosmagazine.com lidoshuffle.com makersmark.com synthetic.org "
        + "kraken-rum.com geminifurniture.com bitcoinmagazine.net huobiology.org lunarline.com trustpilot.com trustradius.com ledgerline.com trezormusic.com metamaskers.org"
    ).Split(' ');
}
