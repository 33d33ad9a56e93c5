using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>
/// High-risk wallets, and exposures that somebody else measured, as a table: <c>wallet,category,source,confidence,as_of</c> and, where an
/// exposure was measured, <c>hop,share,direction</c> (docs/formats.md). Rows of one source and wallet belong together.
/// </summary>
internal sealed class RiskWalletTable : ListFormat
{
    private const string Whole = "100",
        Confidences = "a confidence in percent, 0 to 100, or a word of GraphSense's scale such as forensic";

    private static readonly string[] Needed = ["wallet", "category", "source", "confidence", "as_of"];

    public override string Name => "risk_wallets";

    public override bool Knows(ReadOnlySpan<byte> head) => CsvTable.HeaderOf(head) is { } header && header.HasAll(Needed);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var table = new TableReading(CsvDialect.Open(stream), reading.File, reading.BadRows, reading.BytesRead);
        if (!table.TryHeader(out var header, out var why))
            return why;
        if (!header.HasAll(Needed))
            return CsvTable.Lacks(reading.File, header, Needed);
        if (header.Repeated(header.Names) is { } twice)
            return new(reading.File, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
        var rows = new Rows(header, reading.LatestUs);
        if (table.Rows(header, rows.Read) is { } bad)
            return bad;
        reading.Skipped = table.Skipped;
        foreach (var ((source, asOfUs), wallets) in rows.Statements)
            reading.TakeRuns(wallets, Bytes, run => new WalletsExposed(source, asOfUs, run));
        return null;
    }

    private static int Bytes(WalletExposure wallet) =>
        ListReading.Bytes([wallet.Chain, wallet.Address, .. wallet.Shares.Select(share => share.Category + "12345678901234567890")]);

    private sealed class Rows(CsvHeader header, long latestUs)
    {
        private readonly int _wallet = header.IndexOf("wallet"),
            _category = header.IndexOf("category"),
            _source = header.IndexOf("source"),
            _confidence = header.IndexOf("confidence"),
            _asOf = header.IndexOf("as_of"),
            _chain = header.IndexOf("chain"),
            _hop = header.IndexOf("hop"),
            _share = header.IndexOf("share"),
            _direction = header.IndexOf("direction");

        private readonly Dictionary<
            (string Source, string Form),
            (string Address, long AsOfUs, string Chain, List<ExposureShare> Shares)
        > _said = [];

        /// <summary>By source and date, in the order in which they came.</summary>
        public IEnumerable<KeyValuePair<(string Source, long AsOfUs), List<WalletExposure>>> Statements
        {
            get
            {
                var statements = new Dictionary<(string, long), List<WalletExposure>>();
                foreach (var ((source, _), (address, asOfUs, chain, shares)) in _said)
                {
                    if (!statements.TryGetValue((source, asOfUs), out var wallets))
                        statements[(source, asOfUs)] = wallets = [];
                    wallets.Add(new WalletExposure(chain, address, shares));
                }
                return statements;
            }
        }

        public FieldFault? Read(CsvRows row)
        {
            if ((FieldFault.OfId(row, _wallet) ?? FieldFault.OfId(row, _source)) is { } noId)
                return noId;
            var source = Text(row, _source);
            if (source == WalletsExposed.OwnTracing)
                return new(_source, $"\"{source}\" is what this house says itself", "the name of the list");
            var chain = Text(row, _chain) is { Length: > 0 } stated ? stated.ToLowerInvariant() : Chains.Of(Text(row, _wallet), "");
            var address = Chains.Spelling(Text(row, _wallet));
            if (chain.Length == 0)
            {
                return new(
                    _wallet,
                    "nothing tells the chain of this address",
                    "an address of TRON, Ethereum or Bitcoin, or a column chain"
                );
            }
            if (Chains.Fault(chain, address) is { } fault)
                return new(_wallet, $"no address on {chain}: {fault}", "an address as its chain writes it");
            if (!RiskCategories.IsKnown(Category(row)))
                return FieldFault.Of(row, _category, $"one of {string.Join(", ", RiskCategories.All)}");
            if (!TryConfidence(Text(row, _confidence), out var confidence))
                return FieldFault.Of(row, _confidence, Confidences);
            if (!TextTime.TryParseDay(row[_asOf], out var asOfUs))
                return FieldFault.Of(row, _asOf, "the day as of which this holds, such as 2026-01-15, or an ISO 8601 time");
            // Its source could never take it back: what is dated later counts, and this never grows old.
            if (asOfUs > latestUs)
                return new(_asOf, $"{Text(row, _asOf)} is yet to come", "a day that has begun");
            return Measured(row, confidence, out var share) ?? Add(source, address, chain, asOfUs, share);
        }

        private FieldFault? Measured(CsvRows row, int confidence, out ExposureShare share)
        {
            share = default;
            if (!int.TryParse(Or(row, _hop, "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var hop) || hop > 1_000)
                return FieldFault.Of(row, _hop, "how many transfers lie between, 0 (the wallet itself) to 1000");
            if (
                !decimal.TryParse(Or(row, _share, Whole), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                || percent > 100
            )
            {
                return FieldFault.Of(row, _share, "a share in percent, 0 to 100");
            }
            if (Or(row, _direction, "in") is not ("in" or "out"))
                return FieldFault.Of(row, _direction, "in (where its value came from) or out (where it went)");
            var direction = Or(row, _direction, "in") == "in" ? FlowDirection.In : FlowDirection.Out;
            share = new(Category(row), direction, hop, (int)(percent * 10_000), confidence);
            return null;
        }

        private FieldFault? Add(string source, string address, string chain, long asOfUs, in ExposureShare share)
        {
            var key = (source, AccountForm.Of(address));
            if (!_said.TryGetValue(key, out var said))
                _said[key] = said = (address, asOfUs, chain, []);
            if (said.AsOfUs != asOfUs)
                return new(_asOf, "another row of this source and wallet bears another date", "one date for a wallet, the latest");
            var (category, direction, hop) = (share.Category, share.Direction, share.Hop);
            if (said.Shares.Exists(other => (other.Category, other.Direction, other.Hop) == (category, direction, hop)))
                return new(_category, "another row says the same of this wallet", "each category, direction and hop of a wallet once");
            said.Shares.Add(share);
            return null;
        }

        private static bool TryConfidence(string text, out int percent)
        {
            percent = LabelConfidence.IsWord(text) ? LabelConfidence.Percent(text) : -1;
            return percent >= 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out percent) && percent <= 100);
        }

        private static string Or(CsvRows row, int field, string usual) => Text(row, field) is { Length: > 0 } text ? text : usual;

        private string Category(CsvRows row) => Text(row, _category).ToLowerInvariant();

        private static string Text(CsvRows row, int field) => field < 0 ? "" : Encoding.UTF8.GetString(row[field]).Trim();
    }
}
