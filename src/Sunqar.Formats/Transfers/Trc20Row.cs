using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>One row of a TRC-20 export, checked.</summary>
/// <param name="checksums">Whether the addresses' checksums are looked at: not where another reading of the same file does.</param>
internal sealed class Trc20Row(CsvHeader header, bool checksums = true)
{
    /// <summary>Tether's contract on TRON (reference: domain facts, "Chain facts"); six decimals.</summary>
    public const string UsdtContract = Sunqar.Core.Chain.UsdtContracts.Tron;

    /// <summary>1973-03-03. The same number of seconds ends in the year 5138, so that no time can be taken for the other.</summary>
    private const long MillisecondsMin = 100_000_000_000;

    private static readonly byte[] Usdt = Encoding.ASCII.GetBytes(UsdtContract);
    private readonly int _time = header.IndexOf("timestamp_ms");
    private readonly int _tx = header.IndexOf("tx_id");
    private readonly int _token = header.IndexOf("token");
    private readonly int _from = header.IndexOf("from_address");
    private readonly int _to = header.IndexOf("to_address");
    private readonly int _units = header.IndexOf("amount_units");
    private readonly int _decimals = header.IndexOf("decimals");
    private readonly int _fromTag = header.IndexOf("from_tag");
    private readonly int _toTag = header.IndexOf("to_tag");
    private readonly byte[] _id = new byte[64 + 12];
    private readonly Dictionary<UInt128, int> _sameTime = [];

    /// <summary>How many addresses are remembered as right, 50 bytes each: then they are forgotten and asked anew.</summary>
    private const int ChecksummedMax = 1 << 20;

    private Utf8Interner _checksummed = new();
    private int _idLength;

    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    public long TimeUs { get; private set; }

    public Int128 Units { get; private set; }

    public int Decimals { get; private set; }

    public bool IsUsdt { get; private set; }

    public ReadOnlySpan<byte> From(CsvRows row) => row[_from];

    public ReadOnlySpan<byte> To(CsvRows row) => row[_to];

    /// <summary>Whether the exporter wrote a tag beside one of the addresses.</summary>
    public bool HasTags(CsvRows row) => (_fromTag >= 0 && !row[_fromTag].IsEmpty) || (_toTag >= 0 && !row[_toTag].IsEmpty);

    public TokenTransfer Transfer(CsvRows row) =>
        new(
            Encoding.ASCII.GetString(Id),
            "tron",
            Encoding.ASCII.GetString(row[_token]),
            Encoding.ASCII.GetString(row[_from]),
            Encoding.ASCII.GetString(row[_to]),
            Units,
            Decimals,
            TimeUs,
            Tag(row, _fromTag),
            Tag(row, _toTag)
        );

    public FieldFault? Read(CsvRows row)
    {
        if (!TextNumber.TryParseWhole(row[_time], 7_258_118_400_000, out var milliseconds))
        {
            return FieldFault.Of(row, _time, "milliseconds since 1970-01-01, before the year 2200");
        }
        if (milliseconds is > 0 and < MillisecondsMin)
        {
            return new(_time, "these would be milliseconds of the years 1970 to 1973: they are seconds", "milliseconds since 1970-01-01");
        }
        if (row[_tx].Length != 64 || row[_tx].ContainsAnyExcept(Hexadecimal))
        {
            return FieldFault.Of(row, _tx, "a transaction id of 64 hexadecimal digits");
        }
        foreach (var address in (ReadOnlySpan<int>)[_token, _from, _to])
        {
            if (row[address].Length != 34 || row[address][0] != (byte)'T' || row[address].ContainsAnyExcept(Base58))
            {
                return FieldFault.Of(row, address, "a TRON address: T and 33 more Base58 characters");
            }
            if (checksums && !HasChecksum(row[address]))
            {
                return FieldFault.Of(row, address, "a TRON address whose checksum holds: this one is mistyped");
            }
        }
        if (!TextNumber.TryParseUnits(row[_units], out var units))
        {
            return FieldFault.Of(row, _units, "a whole number of the token's smallest units");
        }
        if (!TextNumber.TryParseWhole(row[_decimals], 77, out var decimals))
        {
            return FieldFault.Of(row, _decimals, "the token's decimals, 0 to 77");
        }
        foreach (var tag in (ReadOnlySpan<int>)[_fromTag, _toTag])
        {
            if (tag >= 0 && row[tag].Length > InputLimits.IdBytesMax)
            {
                return new(tag, $"{row[tag].Length} bytes stand here", $"a tag of at most {InputLimits.IdBytesMax}");
            }
        }
        IsUsdt = decimals == 6 && row[_token].SequenceEqual(Usdt);
        if (IsUsdt && units > long.MaxValue)
        {
            return FieldFault.Of(row, _units, "at most 9.2e12 USDT");
        }
        if (milliseconds * 1000 != TimeUs)
        {
            _sameTime.Clear();
        }
        (TimeUs, Units, Decimals) = (milliseconds * 1000, units, (int)decimals);
        Name(row[_tx]);
        return null;
    }

    /// <summary>Whether the last four bytes of an address are those of its hash. Each is hashed once, so that a long file of few wallets
    /// costs little more.</summary>
    private bool HasChecksum(ReadOnlySpan<byte> address)
    {
        if (_checksummed.TryFind(address, out _))
            return true;
        if (!TronChecksum.Holds(address))
            return false;
        if (_checksummed.Count == ChecksummedMax)
            _checksummed = new Utf8Interner();
        _checksummed.Intern(address);
        return true;
    }

    /// <summary>
    /// A transaction that moves several times gives ids tx, tx#2, tx#3 in the order of the file. Exports are in the order of time, one way
    /// or the other, so its rows stand together and only those of one moment need be remembered.
    /// </summary>
    private void Name(ReadOnlySpan<byte> tx)
    {
        tx.CopyTo(_id);
        _idLength = 64;
        var key = UInt128.Parse(tx[..32], System.Globalization.NumberStyles.AllowHexSpecifier, null);
        ref var times = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sameTime, key, out _);
        times++;
        if (times > 1)
        {
            _id[64] = (byte)'#';
            times.TryFormat(_id.AsSpan(65), out var written, default, null);
            _idLength = 65 + written;
        }
    }

    private static string? Tag(CsvRows row, int field) => field < 0 || row[field].IsEmpty ? null : Encoding.UTF8.GetString(row[field]);

    private static readonly System.Buffers.SearchValues<byte> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly System.Buffers.SearchValues<byte> Base58 = System.Buffers.SearchValues.Create(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"u8
    );
}
