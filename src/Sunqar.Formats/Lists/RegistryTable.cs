using System.Text;
using Sunqar.Core.Blocking;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>The supervisor's registry as a table; its layout is docs/formats.md.</summary>
internal sealed class RegistryTable : ListFormat
{
    private const int ItemsMax = 64;
    private static readonly string[] Needed = ["code", "name", "status"];

    public override string Name => "registry";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        CsvTable.HeaderOf(head) is { } header && header.HasAll(Needed) && header.IndexOf("regime") >= 0;

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var table = new TableReading(CsvDialect.Open(stream), reading.File, reading.BadRows, reading.BytesRead);
        if (!table.TryHeader(out var header, out var why))
        {
            return why;
        }
        if (!header.HasAll(Needed))
        {
            return CsvTable.Lacks(reading.File, header, Needed);
        }
        if (header.Repeated(header.Names) is { } twice)
        {
            return new(reading.File, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
        }
        var listings = new List<PlatformListing>();
        var columns = new Columns(header);
        if (table.Rows(header, row => columns.Read(row, listings)) is { } bad)
        {
            return bad;
        }
        reading.Skipped = table.Skipped;
        reading.TakeRuns(listings, Bytes, run => new PlatformsListed(Path.GetFileName(reading.File), run));
        return null;
    }

    private static int Bytes(PlatformListing l) =>
        ListReading.Bytes([
            l.Code,
            l.Kind,
            l.Name,
            l.Evidence,
            l.Bin,
            l.Regime,
            l.Regulator,
            l.Permission,
            l.Status,
            .. l.Brands,
            .. l.Domains,
            .. l.Telegram,
            .. l.Apps,
            .. l.Wallets.Select(w => w.Chain + w.Address),
        ]);

    private sealed class Columns(CsvHeader header)
    {
        private readonly int _code = header.IndexOf("code"),
            _kind = header.IndexOf("kind"),
            _name = header.IndexOf("name"),
            _brands = header.IndexOf("brands"),
            _bin = header.IndexOf("bin"),
            _regime = header.IndexOf("regime"),
            _regulator = header.IndexOf("regulator"),
            _permission = header.IndexOf("permission"),
            _from = header.IndexOf("valid_from"),
            _to = header.IndexOf("valid_to"),
            _status = header.IndexOf("status"),
            _domains = header.IndexOf("domains"),
            _wallets = header.IndexOf("wallets"),
            _telegram = header.IndexOf("telegram"),
            _apps = header.IndexOf("apps"),
            _since = header.IndexOf("status_since"),
            _evidence = header.IndexOf("evidence"),
            _claim = header.IndexOf("claim");

        public FieldFault? Read(CsvRows row, List<PlatformListing> listings)
        {
            if (FieldFault.OfId(row, _code) is { } noCode)
            {
                return noCode;
            }
            for (var field = 0; field < row.Count; field++)
            {
                if (row[field].Length > InputLimits.TextBytesMax || row[field].ContainsAnyInRange((byte)0, (byte)31))
                {
                    return new(
                        field,
                        "a text too long or with control characters stands here",
                        $"at most {InputLimits.TextBytesMax} bytes"
                    );
                }
            }
            if (row[_code].Length > 64 || row[_name].IsEmpty)
            {
                return row[_name].IsEmpty
                    ? FieldFault.Of(row, _name, "the holder's name")
                    : new(_code, $"{row[_code].Length} bytes stand here", "at most 64");
            }
            var status = Text(row, _status).ToLowerInvariant();
            if (status.Length is 0 or > 32 || status.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz_"))
            {
                return FieldFault.Of(row, _status, "a status such as licensed, registered, suspended, revoked, unlicensed or blocked");
            }
            if (status == PlatformListing.Licensed && FirstEmpty(row, _regime, _regulator, _permission) is { } empty)
            {
                return new(
                    Math.Max(0, empty),
                    "a licence lacks its regime, regulator or permission",
                    "all three, since a registration alone is no licence"
                );
            }
            if (!TryDay(row, _from, long.MinValue, out var fromUs) || !TryDay(row, _to, long.MaxValue, out var toUs))
            {
                return FieldFault.Of(
                    row,
                    TryDay(row, _from, long.MinValue, out _) ? _to : _from,
                    "a date such as 2026-01-16, an ISO 8601 time, or nothing"
                );
            }
            if (status == PlatformListing.Registered && BadRegistration(row, fromUs) is { } vague)
            {
                return vague;
            }
            if (toUs <= fromUs)
            {
                return new(_to, "the licence ends before it begins", "a later date");
            }
            if ((FirstLong(row) ?? BadBin(row) ?? BadDomain(row) ?? BadWallet(row)) is { } bad)
            {
                return bad;
            }
            if (!TryDay(row, _since, long.MinValue, out var sinceUs))
            {
                return FieldFault.Of(row, _since, "a date such as 2026-01-16, an ISO 8601 time, or nothing");
            }
            if (Text(row, _claim) is not ("" or "press") || (Text(row, _claim) == "press" && Text(row, _evidence).Length == 0))
            {
                return FieldFault.Of(
                    row,
                    Text(row, _claim) is "" or "press" ? _evidence : _claim,
                    "\"press\" or nothing; beside a claim of the press its source and date as evidence"
                );
            }
            foreach (var field in (ReadOnlySpan<int>)[_name, _brands])
            {
                if (MixedScripts.IsIn(Text(row, field)))
                {
                    return FieldFault.Of(
                        row,
                        field,
                        "words in letters of one script: one that mixes Latin and Cyrillic imitates another name"
                    );
                }
            }
            listings.Add(
                new(
                    Text(row, _code),
                    _kind < 0 || row[_kind].IsEmpty ? "platform" : Text(row, _kind).ToLowerInvariant(),
                    Text(row, _name),
                    Items(row, _brands),
                    Text(row, _bin),
                    Text(row, _regime),
                    Text(row, _regulator),
                    Text(row, _permission),
                    fromUs,
                    toUs,
                    status,
                    [.. Items(row, _domains).Select(d => d.ToLowerInvariant())],
                    [.. Items(row, _wallets).Select(Wallet)],
                    Items(row, _telegram),
                    Items(row, _apps)
                )
                {
                    StatusSinceUs = sinceUs,
                    Evidence = Text(row, _evidence),
                    IsPressClaim = Text(row, _claim) == "press",
                }
            );
            return null;
        }

        /// <summary>A trading platform's registration under national law permits; so it says by whom, for what, and since when.</summary>
        private FieldFault? BadRegistration(CsvRows row, long fromUs)
        {
            if (Text(row, _regime) != PlatformListing.National || Text(row, _kind) is not ("" or "platform"))
                return null;
            if (FirstEmpty(row, _regulator, _permission) is { } unsaid)
                return new(Math.Max(0, unsaid), "a registration lacks its regulator or permission", "both");
            return fromUs == long.MinValue
                ? new(Math.Max(0, _from), "a registration does not say since when it holds", "its first day in valid_from")
                : null;
        }

        private FieldFault? FirstLong(CsvRows row)
        {
            foreach (var field in (ReadOnlySpan<int>)[_brands, _domains, _wallets, _telegram, _apps])
            {
                if (
                    field >= 0
                    && (Items(row, field).Length > ItemsMax || Items(row, field).Any(i => i.Length > InputLimits.IdBytesMax * 2))
                )
                {
                    return new(
                        field,
                        "the list is too long, or an item of it",
                        $"at most {ItemsMax} items, with | between, of {InputLimits.IdBytesMax * 2} characters"
                    );
                }
            }
            return null;
        }

        /// <summary>The holder's number: an organisation's, or of a sole trader the person's; nothing where it has none in
        /// Kazakhstan.</summary>
        private FieldFault? BadBin(CsvRows row)
        {
            var text = Text(row, _bin);
            if (text.Length == 0 || Bin.TryParse(text, out _, out var fault) || Iin.TryParse(text, out _, out _))
            {
                return null;
            }
            var reason = fault switch
            {
                BinFault.Length => $"the number has {text.Length} characters",
                BinFault.NotDigits => "the number has other characters than digits",
                BinFault.CheckDigit or BinFault.NeverIssued => "the number's last digit does not check the others",
                _ => "this is no organisation's number",
            };
            return new(_bin, reason, "a BIN of twelve digits (spreadsheets drop zeros before it), or nothing");
        }

        /// <summary>A domain that cannot stand in a zone could neither be let through nor answered for.</summary>
        private FieldFault? BadDomain(CsvRows row)
        {
            foreach (var item in Items(row, _domains))
            {
                if (!DomainName.TryParse(item, out _, out var why))
                {
                    return new(_domains, $"\"{(item.Length <= 60 ? item : item[..60] + "…")}\": {why}", "domain names with | between");
                }
            }
            return null;
        }

        private FieldFault? BadWallet(CsvRows row)
        {
            foreach (var wallet in Items(row, _wallets).Select(Wallet))
            {
                if (Chains.Fault(wallet.Chain, wallet.Address) is not null)
                {
                    return new(
                        _wallets,
                        $"\"{wallet.Address}\" is no address on {wallet.Chain}",
                        "addresses as they were given, with | between"
                    );
                }
            }
            return null;
        }

        private static int? FirstEmpty(CsvRows row, params ReadOnlySpan<int> fields)
        {
            foreach (var field in fields)
            {
                if (field < 0 || row[field].IsEmpty)
                {
                    return field;
                }
            }
            return null;
        }

        private static string Text(CsvRows row, int field) => field < 0 ? "" : Encoding.UTF8.GetString(row[field]).Trim();

        private static string[] Items(CsvRows row, int field) =>
            Text(row, field).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        /// <summary><c>tron:T…</c>, or an address that tells its chain by itself.</summary>
        private static ChainWallet Wallet(string text)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var address = Chains.Spelling(colon > 0 ? text[(colon + 1)..].Trim() : text);
            return new(colon > 0 ? text[..colon].ToLowerInvariant() : Chains.Of(address, ""), address);
        }

        private static bool TryDay(CsvRows row, int field, long open, out long us)
        {
            us = open;
            if (field < 0 || row[field].IsEmpty)
            {
                return true;
            }
            return TextTime.TryParseDay(row[field], out us);
        }
    }
}
