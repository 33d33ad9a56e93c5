using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// Another's table by a mapping. What the mapping does not tell of dates and decimal marks is looked for in the rows themselves, as far
/// into the file as it takes; where no row tells it, the file is refused with what to tell.
/// </summary>
internal sealed class MappedTransfers(TransferMapping mapping) : TransferFormat
{
    public override string Name => mapping.Name;

    public override IReadOnlyList<string> Columns { get; } = mapping.Columns;

    public TransferMapping Mapping => mapping;

    /// <summary>The order of dates that was told or found.</summary>
    public DateStyle Dates { get; private set; }

    /// <summary>The decimal mark that was told or found.</summary>
    public byte DecimalMark { get; private set; }

    public override bool Knows(CsvHeader header) => mapping.Knows(header);

    /// <summary>Looks at the rows below a header for what the mapping does not tell; what to tell where they do not, or null.</summary>
    public BadInput? Study(CsvRows rows, CsvHeader header, string file)
    {
        var (dates, mark) = (mapping.Dates, mapping.Decimal);
        BadInput? oddDate = null,
            oddAmount = null;
        var time = new MappedText(mapping.Of("time")!, header, (byte)' ');
        var amount = new MappedText(mapping.Of("amount")!, header, (byte)' ');
        while ((dates is null || mark is null) && rows.Next())
        {
            if (!CsvTable.IsWhole(rows, header))
            {
                continue;
            }
            if (dates is null)
            {
                var text = time.Of(rows);
                (dates, var isAmbiguous) = LooseTime.Evidence(text);
                if (isAmbiguous && oddDate is null)
                {
                    oddDate = Bad(
                        rows,
                        header,
                        file,
                        time.Column,
                        $"\"{Shown(text)}\" may be one day or another",
                        "dates=dmy or dates=mdy in the mapping"
                    );
                }
            }
            if (mark is null)
            {
                var text = amount.Of(rows);
                (mark, var isAmbiguous) = LooseNumber.Evidence(text);
                if (isAmbiguous && oddAmount is null)
                {
                    oddAmount = Bad(
                        rows,
                        header,
                        file,
                        amount.Column,
                        $"\"{Shown(text)}\" may be in thousands or have three decimals",
                        "decimal=point or decimal=comma in the mapping"
                    );
                }
            }
        }
        (Dates, DecimalMark) = (dates ?? DateStyle.Ymd, mark ?? (byte)'.');
        return (dates is null ? oddDate : null) ?? (mark is null ? oddAmount : null);
    }

    public override ReadTransfer Open(CsvHeader header) => new Reader(this, header).Read;

    private static BadInput Bad(CsvRows rows, CsvHeader header, string file, int column, string reason, string expected) =>
        CsvTable.Bad(rows, header, file, new FieldFault(column, reason, expected));

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length <= 60 ? text : text[..60]);

    private sealed class Reader
    {
        private const string ExpectedTime = "a date of the table's order, with or without a time of day, in the years 1900 to 2199";
        private readonly MappedTransfers _of;
        private readonly MappedText _time,
            _from,
            _to,
            _amount;
        private readonly MappedText? _id,
            _currency,
            _kind;
        private readonly (int Column, string[] Words)? _leaveOut,
            _keep,
            _swap;
        private readonly Dictionary<ulong, int> _times = [];
        private readonly byte[] _ownId = new byte[40];
        private readonly Func<byte[], int, bool> _isZero;

        public Reader(MappedTransfers of, CsvHeader header)
        {
            _of = of;
            MappedText? Text(string field, char joint) =>
                of.Mapping.Of(field) is { } mapped ? new MappedText(mapped, header, (byte)joint) : null;
            (_time, _from, _to, _amount) = (Text("time", ' ')!, Text("from", '/')!, Text("to", '/')!, Text("amount", ' ')!);
            (_id, _currency, _kind) = (Text("id", '/'), Text("currency", ' '), Text("kind", ' '));
            (int, string[])? Place((string Column, string[] Words)? condition) =>
                condition is { } one ? (header.IndexOf(one.Column), one.Words) : null;
            (_leaveOut, _keep, _swap) = (Place(of.Mapping.LeaveOut), Place(of.Mapping.Keep), Place(of.Mapping.Swap));
            _isZero = IsZero;
        }

        public FieldFault? Read(CsvRows row, ITransferSink sink)
        {
            if (Says(row, _leaveOut) || (_keep is not null && !Says(row, _keep)))
            {
                return FieldFault.LeftOut;
            }
            ReadOnlySpan<byte> from = _from.Of(row),
                to = _to.Of(row);
            if ((FieldFault.OfId(from, _from.Column) ?? FieldFault.OfId(to, _to.Column)) is { } fault)
            {
                return fault;
            }
            var mapping = _of.Mapping;
            if (!LooseTime.TryParse(_time.Of(row), _of.Dates, mapping.DayZeroUs, mapping.ZoneUs, out var timeUs))
            {
                return FieldFault.Of(row, _time.Column, ExpectedTime);
            }
            if (!LooseNumber.TryParseMicro(_amount.Of(row, _isZero), _of.DecimalMark, out var micro))
            {
                return FieldFault.Of(
                    row,
                    _amount.Column,
                    $"an amount of digits with at most one "
                        + $"{(_of.DecimalMark == (byte)',' ? "comma" : "point")} before the decimals, below 9.2e12"
                );
            }
            var currency = Currency.Unstated;
            if (_currency is not null && !Currencies.TryRead(_currency.Of(row), out currency))
            {
                return FieldFault.Of(row, _currency.Column, "a currency's code (ISO 4217, such as KZT; or USDT, BTC), or nothing");
            }
            if (Says(row, _swap))
            {
                var sender = from;
                from = to;
                to = sender;
            }
            var id = _id is null ? OwnId(timeUs, from, to, micro, currency) : _id.Of(row);
            if (_id is not null && FieldFault.OfId(id, _id.Column) is { } noId)
            {
                return noId;
            }
            sink.Add(
                new TransferRow
                {
                    Id = id,
                    TimeUs = timeUs,
                    From = from,
                    To = to,
                    AmountMicro = micro,
                    Currency = currency,
                    Kind = KindOf(row),
                }
            );
            return null;
        }

        private TransferKind KindOf(CsvRows row)
        {
            if (_kind is null)
            {
                return TransferKind.Unknown;
            }
            var word = _kind.Of(row);
            return _of.Mapping.Kinds.TryGetValue(Encoding.UTF8.GetString(word), out var kind) ? kind : TransferWords.Kind(word);
        }

        private static bool Says(CsvRows row, (int Column, string[] Words)? condition) =>
            condition is { } one
            && Encoding.UTF8.GetString(row[one.Column]).Trim() is { Length: > 0 } text
            && one.Words.Any(word => word == "*" || word.Equals(text, StringComparison.OrdinalIgnoreCase));

        private bool IsZero(byte[] text, int length) =>
            LooseNumber.TryParseMicro(text.AsSpan(0, length), _of.DecimalMark, out var micro) && micro == 0;

        /// <summary>A table without ids: what a row says names it, and how often it said the same before. So the same table in another
        /// order gives the same ids.</summary>
        private ReadOnlySpan<byte> OwnId(long timeUs, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, long micro, Currency currency)
        {
            var content = TransferContent.Of([], timeUs, from, to, micro, currency);
            var times = _times[content] = _times.GetValueOrDefault(content) + 1;
            content.TryFormat(_ownId, out var length, "x16", System.Globalization.CultureInfo.InvariantCulture);
            if (times > 1)
            {
                _ownId[length++] = (byte)'#';
                times.TryFormat(_ownId.AsSpan(length), out var more, default, System.Globalization.CultureInfo.InvariantCulture);
                length += more;
            }
            return _ownId.AsSpan(0, length);
        }
    }
}
