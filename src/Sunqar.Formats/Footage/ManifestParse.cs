using System.Text;
using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Formats.Footage;

/// <summary>
/// Reads one line of a manifest. Strict: a member that is not known, comes twice, lacks or exceeds its limit is refused with its name.
/// Keeps texts that repeat, so one thread at a time.
/// </summary>
internal sealed class ManifestParse
{
    /// <summary>Stretches of one kind in one segment; a recorder that blinks more often is broken, and its file is refused at the
    /// bank.</summary>
    public const int StretchesMax = 512;

    private readonly Dictionary<int, string> _texts = [];
    private readonly byte[] _hash = new byte[MerkleTree.HashBytes];
    private Members _seen;

    /// <summary>Null after a refusal.</summary>
    public object? Read(ReadOnlySpan<byte> line, out ManifestFault? fault)
    {
        var form = new Form();
        _seen = Members.None;
        fault = null;
        var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 3 });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                fault = new ManifestFault(1, null, "this is no JSON object", "a line of a manifest");
            while (fault is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
                fault = Member(ref json, form);
            if (fault is null && json.Read())
                fault = new ManifestFault((int)json.TokenStartIndex + 1, null, "something follows the object", "the line's end");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A text with a lone surrogate is invalid only once it is asked for.
            fault = new ManifestFault((int)Math.Min(json.BytesConsumed, line.Length) + 1, null, "this is no JSON", "a line of a manifest");
        }
        if (fault is not null)
            return null;
        var made = Make(form, out var lacking);
        if (made is null)
            fault = new ManifestFault(1, lacking, "this is missing or does not fit the rest", "a line as docs/footage.md has it");
        return made;
    }

    private ManifestFault? Member(ref Utf8JsonReader json, Form form)
    {
        var column = (int)json.TokenStartIndex + 1;
        var which = Known(ref json);
        if (which == Members.None)
            return new ManifestFault(column, null, "this member is not known", "those of docs/footage.md");
        if ((_seen & which) != 0)
            return new ManifestFault(column, Name(which), "it stands twice", "each member once");
        _seen |= which;
        column = (int)json.TokenStartIndex + 1;
        if (!json.Read())
            return new ManifestFault(column, Name(which), "it has no value", "a value");
        return Take(ref json, which, form) is { } expected ? new ManifestFault(column, Name(which), "it cannot be read", expected) : null;
    }

    /// <returns>What was expected; null where the value was taken.</returns>
    private string? Take(ref Utf8JsonReader json, Members which, Form form)
    {
        switch (which)
        {
            case Members.Footage:
                return Number(ref json, 1, 1, out _) ? null : "1, the version of this format";
            case Members.KeptDays:
                return Number(ref json, 1, 36_500, out form.KeptDays) ? null : "a number of days";
            case Members.Width:
                return Number(ref json, 1, 65_536, out form.Width) ? null : "pixels, 1 to 65536";
            case Members.Height:
                return Number(ref json, 1, 65_536, out form.Height) ? null : "pixels, 1 to 65536";
            case Members.SealedBytes:
                return Number(ref json, 1, SegmentTree.SealedBytesMax, out form.SealedBytes) ? null : "bytes, at most 64 GiB";
            case Members.ClockOffset:
                return Number(ref json, -int.MaxValue, int.MaxValue, out form.ClockOffset) ? null : "milliseconds";
            case Members.Start:
                return Moment(ref json, out form.Start) && form.Start % TextTime.SecondUs == 0 ? null : MomentExpected;
            case Members.End:
                return Moment(ref json, out form.End) ? null : MomentExpected;
            case Members.At:
                return Moment(ref json, out form.At) ? null : MomentExpected;
            case Members.Root:
                return Hash(ref json, out form.Root) ? null : "32 bytes in base64";
            case Members.Previous:
                return Hash(ref json, out form.Previous) ? null : "32 bytes in base64";
            case Members.Black:
                return Stretches(ref json, out form.Black) ? null : StretchesExpected;
            case Members.Frozen:
                return Stretches(ref json, out form.Frozen) ? null : StretchesExpected;
            case Members.ClockStopped:
                return Stretches(ref json, out form.ClockStopped) ? null : StretchesExpected;
            default:
                return Text(ref json, which, form);
        }
    }

    /// <summary>1990 and 2100: nobody kept footage of a cash machine before, or does after.</summary>
    private const long EarliestUs = 631_152_000_000_000,
        LatestUs = 4_102_444_800_000_000;
    private const string MomentExpected = "a time in UTC such as 2026-01-15T09:00:00Z, a start without parts of a second, 1990 to 2099";
    private const string StretchesExpected = "pairs of milliseconds in rising order, at most 512";

    private string? Text(ref Utf8JsonReader json, Members which, Form form)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length > LogKey.NoteLengthMax)
            return "a text";
        switch (which)
        {
            case Members.Terminal:
                form.Terminal = Repeated(ref json);
                return SegmentName.IsTerminal(form.Terminal) ? null : "a terminal's id";
            case Members.Camera:
                form.Camera = Repeated(ref json);
                return form.Camera.Length > 0 && SegmentName.IsCamera(form.Camera) ? null : "a camera's id";
            case Members.Codec:
                form.Codec = Repeated(ref json);
                return form.Codec.Length is > 0 and <= 32 && form.Codec.All(c => c is > ' ' and <= '~') ? null : "a codec's name";
            case Members.Reason:
                form.Reason = json.GetString();
                return form.Reason!.Length <= 300 && !form.Reason.Any(char.IsControl) ? null : "a text of at most 300 characters";
            case Members.Deleted:
                form.Deleted = SegmentName.Parse(json.GetString()!);
                return form.Deleted is null ? "a recording's name" : null;
            case Members.Key:
                form.Key = LogKey.Parse(json.GetString()!);
                return form.Key is null ? "a public key, NAME+KEYID+BASE64" : null;
            default:
                form.Signed = json.GetString();
                return null;
        }
    }

    private object? Make(Form form, out string? lacking)
    {
        lacking = null;
        switch (_seen)
        {
            case Members.Footage | Members.Key | Members.KeptDays:
                return new ManifestOpening(form.Key!, (int)form.KeptDays);
            case Members.Signed:
                return form.Signed;
            case Members.Deleted | Members.Root | Members.At | Members.Reason:
                return new Deletion(form.Deleted!.Value, form.Root, form.At, form.Reason!);
        }
        const Members Looked = Members.Black | Members.Frozen | Members.ClockStopped;
        const Members Needed =
            Members.Terminal
            | Members.Start
            | Members.End
            | Members.Codec
            | Members.Width
            | Members.Height
            | Members.SealedBytes
            | Members.Root
            | Members.Previous;
        var looked = _seen & Looked;
        if ((_seen & ~(Members.Camera | Members.ClockOffset | Looked)) != Needed || looked is not (Members.None or Looked))
        {
            lacking = Name(Needed & ~_seen);
            return null;
        }
        if (form.End < form.Start || form.End - form.Start > FootageTerms.LengthUsMax)
        {
            lacking = "end";
            return null;
        }
        return new Segment(
            form.Terminal,
            form.Camera,
            form.Start,
            form.End,
            (_seen & Members.ClockOffset) == 0 ? null : (int)form.ClockOffset,
            form.Codec,
            (int)form.Width,
            (int)form.Height,
            form.SealedBytes,
            form.Root,
            form.Previous,
            looked == Members.None ? null : new PictureLook(form.Black, form.Frozen, form.ClockStopped)
        );
    }

    private static bool Number(ref Utf8JsonReader json, long low, long high, out long value)
    {
        value = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out value) && value >= low && value <= high;
    }

    private static bool Moment(ref Utf8JsonReader json, out long us)
    {
        us = 0;
        return json.TokenType == JsonTokenType.String
            && !json.ValueIsEscaped
            && json.ValueSpan.Length is >= 20 and <= 32
            && json.ValueSpan[^1] == (byte)'Z'
            && TextTime.TryParseIso(json.ValueSpan, out us)
            && us is >= EarliestUs and < LatestUs;
    }

    private bool Hash(ref Utf8JsonReader json, out byte[] hash)
    {
        hash = [];
        if (
            json.TokenType != JsonTokenType.String
            || json.ValueIsEscaped
            || json.ValueSpan.Length != 44
            || System.Buffers.Text.Base64.DecodeFromUtf8(json.ValueSpan, _hash, out _, out var written)
                != System.Buffers.OperationStatus.Done
            || written != _hash.Length
        )
        {
            return false;
        }
        hash = _hash.ToArray();
        return true;
    }

    private static bool Stretches(ref Utf8JsonReader json, out IReadOnlyList<Stretch> stretches)
    {
        stretches = [];
        if (json.TokenType != JsonTokenType.StartArray)
            return false;
        List<Stretch>? list = null;
        var last = 0L;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (!Number(ref json, last, int.MaxValue, out var from) || !json.Read() || !Number(ref json, from, int.MaxValue, out last))
                return false;
            (list ??= []).Add(new Stretch((int)from, (int)last));
            if (list.Count > StretchesMax)
                return false;
        }
        stretches = list ?? stretches;
        return true;
    }

    /// <summary>One string for a terminal, a camera or a codec however often it comes.</summary>
    private string Repeated(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
            return json.GetString()!;
        var hash = new HashCode();
        hash.AddBytes(json.ValueSpan);
        var key = hash.ToHashCode();
        if (_texts.TryGetValue(key, out var known) && json.ValueTextEquals(known))
            return known;
        if (_texts.Count > 100_000)
            _texts.Clear();
        return _texts[key] = json.GetString()!;
    }

    private static Members Known(ref Utf8JsonReader json)
    {
        foreach (var (name, member) in Names)
        {
            if (json.ValueTextEquals(name))
                return member;
        }
        return Members.None;
    }

    private static string? Name(Members which) =>
        Names.Where(named => (which & named.Member) != 0).Select(named => Encoding.ASCII.GetString(named.Name)).FirstOrDefault();

    // In the order in which a segment's line has them.
    private static readonly (byte[] Name, Members Member)[] Names =
    [
        ("terminal"u8.ToArray(), Members.Terminal),
        ("camera"u8.ToArray(), Members.Camera),
        ("start"u8.ToArray(), Members.Start),
        ("end"u8.ToArray(), Members.End),
        ("clock_offset_ms"u8.ToArray(), Members.ClockOffset),
        ("codec"u8.ToArray(), Members.Codec),
        ("width"u8.ToArray(), Members.Width),
        ("height"u8.ToArray(), Members.Height),
        ("sealed_bytes"u8.ToArray(), Members.SealedBytes),
        ("root"u8.ToArray(), Members.Root),
        ("previous"u8.ToArray(), Members.Previous),
        ("black_ms"u8.ToArray(), Members.Black),
        ("frozen_ms"u8.ToArray(), Members.Frozen),
        ("clock_stopped_ms"u8.ToArray(), Members.ClockStopped),
        ("deleted"u8.ToArray(), Members.Deleted),
        ("at"u8.ToArray(), Members.At),
        ("reason"u8.ToArray(), Members.Reason),
        ("footage"u8.ToArray(), Members.Footage),
        ("key"u8.ToArray(), Members.Key),
        ("kept_days"u8.ToArray(), Members.KeptDays),
        ("signed"u8.ToArray(), Members.Signed),
    ];

    [Flags]
    private enum Members
    {
        None = 0,
        Terminal = 1 << 0,
        Camera = 1 << 1,
        Start = 1 << 2,
        End = 1 << 3,
        ClockOffset = 1 << 4,
        Codec = 1 << 5,
        Width = 1 << 6,
        Height = 1 << 7,
        SealedBytes = 1 << 8,
        Root = 1 << 9,
        Previous = 1 << 10,
        Black = 1 << 11,
        Frozen = 1 << 12,
        ClockStopped = 1 << 13,
        Deleted = 1 << 14,
        At = 1 << 15,
        Reason = 1 << 16,
        Footage = 1 << 17,
        Key = 1 << 18,
        KeptDays = 1 << 19,
        Signed = 1 << 20,
    }

    private sealed class Form
    {
        public string Terminal = "",
            Camera = "",
            Codec = "";
        public string? Reason,
            Signed;
        public long Start,
            End,
            At,
            Width,
            Height,
            SealedBytes,
            ClockOffset,
            KeptDays;
        public byte[] Root = [],
            Previous = [];
        public IReadOnlyList<Stretch> Black = [],
            Frozen = [],
            ClockStopped = [];
        public SegmentKey? Deleted;
        public LogKey? Key;
    }
}

/// <summary>What is wrong with a line.</summary>
internal sealed record ManifestFault(int Column, string? Field, string Reason, string Expected);

/// <summary>The first line of a manifest.</summary>
/// <param name="KeptDays">How long the bank says that it keeps footage, calendar days.</param>
public sealed record ManifestOpening(LogKey Key, int KeptDays);
