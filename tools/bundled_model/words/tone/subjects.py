"""What market headlines are about."""

from __future__ import annotations

from tools.bundled_model.grammar import words
from tools.bundled_model.words.split import halves

COMPANIES = halves(
    words("""Apple|Microsoft|Amazon|Alphabet|Google|Meta|Nvidia|Tesla|Netflix|Intel|AMD|IBM|Oracle
Cisco|Adobe|Salesforce|PayPal|Uber|Lyft|Airbnb|Spotify|Snap|Pinterest|Zoom|Shopify|Block|Roku
Coinbase|Robinhood|JPMorgan|Goldman Sachs|Morgan Stanley|Citigroup|Wells Fargo|Bank of America
UBS|Credit Suisse|Deutsche Bank|HSBC|Barclays|BNP Paribas|Santander|ING|Visa|Mastercard
American Express|BlackRock|Berkshire Hathaway|Walmart|Target|Costco|Home Depot|Lowe's|Macy's|Kohl's
Nordstrom|Gap|Nike|Adidas|Puma|Lululemon|Starbucks|McDonald's|Chipotle|Coca-Cola|PepsiCo|Nestle
Unilever|Procter & Gamble|Danone|Kraft Heinz|Kellogg|General Mills|Pfizer|Moderna|Merck|Novartis
Roche|Sanofi|AstraZeneca|GSK|Bayer|Johnson & Johnson|Eli Lilly|Novo Nordisk|Biogen|Amgen|Gilead
UnitedHealth|CVS|Walgreens|Boeing|Airbus|Lockheed Martin|Raytheon|General Electric|Siemens|Honeywell
Caterpillar|Deere|3M|Ford|General Motors|Stellantis|Toyota|Honda|Nissan|Hyundai|Volkswagen|BMW
Mercedes-Benz|Renault|Ferrari|Rivian|Lucid|Nio|BYD|Exxon Mobil|Chevron|Shell|BP|TotalEnergies|Eni
Equinor|ConocoPhillips|Occidental|Halliburton|Schlumberger|Rio Tinto|BHP|Glencore|Vale|Freeport
Alcoa|ArcelorMittal|Nucor|Newmont|Barrick|FedEx|UPS|Maersk|Delta|United Airlines|American Airlines
Lufthansa|Ryanair|easyJet|Carnival|Royal Caribbean|Marriott|Hilton|Disney|Comcast|Warner Bros
Paramount|Sony|Nintendo|Samsung|TSMC|ASML|Qualcomm|Broadcom|Micron|Texas Instruments|Arm|SoftBank
Alibaba|Tencent|JD.com|Baidu|PDD|Xiaomi|Foxconn|Infosys|Tata Motors|Reliance|Verizon|AT&T|T-Mobile
Vodafone|BT|Telefonica|Nokia|Ericsson|SAP|Philips|Heineken|AB InBev|Diageo|LVMH|Hermes|Kering|H&M
Zara owner Inditex|Ikea|Tesco|Sainsbury's|Carrefour|Ahold|Allianz|AXA|Zurich Insurance|AIG|MetLife
Prudential|Aviva|Moody's|S&P Global|Nasdaq Inc|Palantir|Snowflake|CrowdStrike|Cloudflare|Datadog
Twilio|Okta|Zillow|DoorDash|Instacart|Peloton|Beyond Meat|GameStop|AMC|Plug Power|First Solar
Enphase|Vestas|Orsted|Iberdrola|Enel|RWE|NextEra|Duke Energy|PG&E|Dow|DuPont|BASF|Linde|Monsanto""")
)
INDICES_ONE = halves(
    words("""the Dow|the S&P 500|the Nasdaq|the Nasdaq Composite|the FTSE 100|the DAX|the CAC 40
the Nikkei|the Hang Seng|the Russell 2000|the Sensex|the Nifty|the Kospi|the ASX 200|the Stoxx 600
the Euro Stoxx 50|the IBEX|the TSX|the Bovespa|the Shanghai Composite|the Dow Jones|Wall Street
the Straits Times index|the Topix|the SMI|the AEX|the Swiss index|Germany's DAX|Japan's Nikkei
the stock market|the benchmark index|the blue-chip index|the tech-heavy Nasdaq
the small-cap index""")
)
MARKETS_MANY = words("""stocks|shares|equities|markets|stock futures|Dow futures|Nasdaq futures
S&P futures|U.S. stocks|US stocks|European shares|Asian stocks|Asian markets|global stocks
world shares|emerging markets|Chinese stocks|Indian shares|Japanese shares|German shares|UK stocks
tech stocks|technology shares|bank stocks|banking shares|chip stocks|chipmakers|semiconductor stocks
energy stocks|oil stocks|retail stocks|retailers|airline stocks|airlines|automakers|carmakers
homebuilders|miners|mining shares|gold miners|drugmakers|biotech stocks|pharma shares|insurers
lenders|regional banks|utilities|defence stocks|defense shares|luxury stocks|travel stocks
health care stocks|industrial stocks|property stocks|real estate shares|REITs|small caps
growth stocks|value stocks|meme stocks|crypto stocks|solar stocks|renewable energy stocks|EV makers
steel makers|software stocks|internet stocks|telecom shares|media stocks|consumer stocks
food producers|shipping stocks|cannabis stocks|AI stocks|megacaps|blue chips|cyclicals
financials|junk bonds|corporate bonds|government bonds|Treasuries|bonds|bond prices|gilts|bunds
oil prices|crude prices|gas prices|natural gas prices|copper prices|gold prices|wheat prices
corn prices|coffee prices|cocoa prices|sugar futures|oil futures|gold futures|wheat futures
corn futures|soybeans|soybean futures|metals|base metals|grains|commodities|steel prices
iron ore prices|lumber prices|house prices|home prices|cryptocurrencies|crypto prices|altcoins
bitcoin futures|cattle futures|aluminium prices|nickel prices|silver prices|uranium prices""")
ASSETS_ONE = words("""bitcoin|ether|ethereum|solana|dogecoin|XRP|cardano|litecoin|gold|silver
copper|oil|crude|Brent|Brent crude|U.S. crude|WTI crude|natural gas|platinum|palladium|nickel
aluminium|zinc|iron ore|wheat|corn|cotton|coffee|cocoa|sugar|lumber|uranium|lithium
the dollar|the euro|the yen|sterling|the pound|the Swiss franc|the yuan|the rupee|the real|the peso
the Australian dollar|the Canadian dollar|the loonie|the Turkish lira|the rand|the ruble|the won
the dollar index|the greenback|the krona|the New Zealand dollar|the energy sector|the tech sector
the banking sector|the retail sector|the housing market|the bond market|the crypto market
the chip sector|the auto sector|the property sector|the airline sector|the luxury sector
the copper market|the labour market|the job market|the IPO market|the U.S. economy|the economy
the German economy|China's economy|the UK economy|the euro zone economy|Bitcoin|Ethereum|Gold
Oil""")
GOOD_ONE = words("""profit|revenue|net income|operating profit|pretax profit|net profit|turnover
operating income|cash flow|free cash flow|gross margin|operating margin|demand|market share|output
production|ad revenue|cloud revenue|subscriber growth|same-store sales growth|traffic|loan growth
interest income|investment banking revenue|trading revenue|cash pile|backlog|order book|order intake
passenger traffic|occupancy|user growth|capacity|guidance|dividend|payout|the share price
market value|EBITDA|core earnings growth|customer growth|footfall|productivity""")
GOOD_MANY = words("""profits|earnings|sales|revenues|margins|orders|bookings|deliveries|shipments
exports|subscriptions|same-store sales|comparable sales|quarterly sales|quarterly profits
iPhone sales
car sales|vehicle deliveries|online sales|holiday sales|cloud sales|new orders|subscribers
monthly active users|paying users|passenger numbers|advance bookings|deposits|inflows|fees
assets under management|licence sales|drug sales|vaccine sales|chip sales|handset shipments
data-centre sales|ad sales|export orders|net inflows|store visits|trading volumes|royalties""")
BAD_ONE = words("""debt|net debt|churn|the pension deficit|cash burn|the net loss
the quarterly loss|the operating loss|the annual loss|exposure to bad loans|staff turnover
credit risk|the debt burden|the tax bill|the wage bill|the legal bill|customer churn""")
BAD_MANY = words("""losses|costs|expenses|bad loans|loan losses|cancellations|customer complaints
operating costs|input costs|labour costs|fuel costs|energy costs|borrowing costs|write-offs|defects
inventories|unsold inventories|credit losses|provisions for bad loans|quarterly losses|order delays
outflows|insurance claims|restructuring costs|litigation costs|credit-card defaults|arrears""")
MACRO_GOOD_ONE = words("""GDP|economic growth|consumer confidence|consumer spending
business confidence
industrial production|factory output|manufacturing activity|services activity|hiring|job growth
private payrolls growth|industrial output|construction spending|business investment|trade
home building
the PMI|investor confidence|consumer sentiment|productivity growth|wage growth
business sentiment""")
MACRO_GOOD_MANY = words("""retail sales|factory orders|durable goods orders|housing starts
home sales
existing home sales|new home sales|building permits|exports|payrolls|nonfarm payrolls|job openings
car registrations|tourist arrivals|mortgage applications|real wages|industrial orders""")
MACRO_BAD_ONE = words("""inflation|core inflation|consumer inflation|headline inflation|unemployment
the unemployment rate|the jobless rate|joblessness|consumer price inflation|producer inflation
wage inflation|food inflation|market volatility|the VIX|the fear gauge|the budget deficit
the trade deficit|public debt|household debt|recession risk|the misery index|the default rate""")
MACRO_BAD_MANY = words("""jobless claims|initial jobless claims|unemployment claims|bankruptcies
corporate bankruptcies|mortgage delinquencies|loan defaults|foreclosures|layoffs|recession fears
job cuts|recession odds|insolvencies|inflation expectations|credit-card delinquencies|import tariffs
bond yields|Treasury yields|mortgage rates|consumer prices|producer prices|gilt yields
food prices""")
BANKS = words("""the Fed|the Federal Reserve|the ECB|the European Central Bank|the Bank of England
BoE|ECB|Fed|RBI|BOJ|the Bank of Japan|the RBA|the Reserve Bank of India|the Bank of Canada|China
China's central bank|the PBOC|the Swiss National Bank|the SNB|Norges Bank|the Riksbank
the central bank
Brazil's central bank|Turkey's central bank|Mexico's central bank|the Reserve Bank|policymakers""")
REGULATORS = words("""SEC|the SEC|FDA|the FDA|the FTC|FTC|the EU|EU regulators
the Justice Department
DOJ|the European Commission|UK regulator|the FCA|the antitrust watchdog|regulators|U.S. regulators
the competition watchdog|the FAA|German regulators|BaFin|Chinese regulators|the EMA|the CMA|a judge
a U.S. judge|a federal court|an appeals court|a court|the Supreme Court|prosecutors|the watchdog""")
BROKERS = halves(
    words("""Goldman|JPMorgan|Morgan Stanley|Citi|Barclays|UBS|Jefferies|Wedbush|Bernstein
Evercore|Deutsche Bank|HSBC|BofA|Piper Sandler|Stifel|Oppenheimer|Needham|Raymond James|Baird|Mizuho
Wells Fargo|KeyBanc|RBC|Berenberg|Cowen|Loop Capital|Moody's|S&P|Fitch|the broker|analysts
an analyst""")
)
COUNTRIES = words("""U.S.|US|UK|German|French|Chinese|Japanese|Indian|Italian|Spanish|Canadian|Swiss
Australian|Brazilian|Mexican|euro zone|South Korean|Turkish|Dutch|Swedish|Norwegian|British|American
global|national|euro-area|Polish|Irish|Greek|Portuguese|Asian|European|Argentine|South African""")
SOURCES = halves(
    words("""Reuters|Bloomberg|WSJ|CNBC|Financial Times|FT|MarketWatch|Barron's|Yahoo Finance|AP|BBC
The Street|Seeking Alpha|Benzinga|Nikkei|Handelsblatt|Les Echos|The Economist|Forbes|Fortune|AFP|dpa
Motley Fool|Investing.com|CNN Business|Business Insider|The Guardian|The Times|Sky News|Axios
Zacks""")
)
MORE = words("""rise|climb|jump|soar|surge|spike|skyrocket|leap|grow|increase|edge up|tick up
inch up
go up|move up|shoot up|be up|edge higher|push higher|move higher|pick up|creep up|tick higher|swell
accelerate|balloon|rise again|climb again|jump again|rocket|rise sharply|expand|be higher|mount""")
LESS = words("""fall|drop|decline|slip|slide|tumble|plunge|sink|slump|dive|plummet|dip|shrink
decrease
edge down|tick down|inch down|go down|move down|be down|ease|edge lower|push lower|move lower
retreat
contract|fall back|drop back|fall again|slide again|tick lower|drop sharply|come down|be lower
drift lower""")
