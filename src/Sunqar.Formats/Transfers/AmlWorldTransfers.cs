using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// AMLworld's (IBM, "Realistic synthetic financial transactions") transactions or patterns:
/// <c>timestamp,from_bank,from_account,to_bank,to_account,amount_received,receiving_currency,amount_paid,payment_currency,
/// payment_format</c>, or with the names of the published files (<c>Timestamp,From Bank,Account,To Bank,Account,…</c>). The amount is what
/// was paid. Rows have no id: it is the row's line below the header, from 1. An account is bank/account, as account numbers are a bank's
/// own.
/// </summary>
internal sealed class AmlWorldTransfers : TransferFormat
{
    private static readonly string[] Published = ["Timestamp", "From Bank", "To Bank", "Amount Paid", "Payment Currency", "Payment Format"];

    private static readonly Dictionary<string, Currency> Names = new(StringComparer.Ordinal)
    {
        ["US Dollar"] = Currency.Usd,
        ["Euro"] = Currency.Eur,
        ["Yuan"] = Currency.Cny,
        ["Ruble"] = Currency.Rub,
        ["Bitcoin"] = Currency.Btc,
        ["Australian Dollar"] = Coded("AUD"),
        ["Brazil Real"] = Coded("BRL"),
        ["Canadian Dollar"] = Coded("CAD"),
        ["Mexican Peso"] = Coded("MXN"),
        ["Rupee"] = Coded("INR"),
        ["Saudi Riyal"] = Coded("SAR"),
        ["Shekel"] = Coded("ILS"),
        ["Swiss Franc"] = Coded("CHF"),
        ["UK Pound"] = Coded("GBP"),
        ["Yen"] = Coded("JPY"),
    };

    private static Currency Coded(string code) =>
        Currencies.TryParse(code, out var currency) ? currency : throw new InvalidOperationException($"{code} is no currency.");

    public override string Name => "amlworld";

    public override IReadOnlyList<string> Columns { get; } =
    ["timestamp", "from_bank", "from_account", "to_bank", "to_account", "amount_paid", "payment_currency", "payment_format"];

    public override bool Knows(CsvHeader header) => header.HasAll(Columns) || IsPublished(header);

    private static bool IsPublished(CsvHeader header) =>
        header.HasAll(Published) && IsAccount(header, header.IndexOf("From Bank") + 1) && IsAccount(header, header.IndexOf("To Bank") + 1);

    private static bool IsAccount(CsvHeader header, int column) =>
        column < header.Count && header.Names[column].StartsWith("Account", StringComparison.Ordinal);

    public override ReadTransfer Open(CsvHeader header) => new Reader(header).Read;

    /// <summary>The account's name in the house: bank/account.</summary>
    internal static int WriteAccount(ReadOnlySpan<byte> bank, ReadOnlySpan<byte> account, Span<byte> to)
    {
        bank.CopyTo(to);
        to[bank.Length] = (byte)'/';
        account.CopyTo(to[(bank.Length + 1)..]);
        return bank.Length + 1 + account.Length;
    }

    private sealed class Reader
    {
        private readonly int _time,
            _fromBank,
            _from,
            _toBank,
            _to,
            _amount,
            _currency,
            _format;
        private readonly byte[] _accounts = new byte[4 * InputLimits.IdBytesMax + 2];
        private readonly byte[] _id = new byte[20];
        private readonly Dictionary<string, Currency>.AlternateLookup<ReadOnlySpan<char>> _currencies = Names.GetAlternateLookup<
            ReadOnlySpan<char>
        >();

        public Reader(CsvHeader header)
        {
            var isPublished = header.IndexOf("from_bank") < 0;
            int Of(string name, string published) => header.IndexOf(isPublished ? published : name);
            _time = header.IndexOf("timestamp");
            (_fromBank, _toBank) = (Of("from_bank", "From Bank"), Of("to_bank", "To Bank"));
            // The published files name both account columns "Account"; each follows its bank.
            (_from, _to) = isPublished ? (_fromBank + 1, _toBank + 1) : (header.IndexOf("from_account"), header.IndexOf("to_account"));
            (_amount, _currency, _format) = (
                Of("amount_paid", "Amount Paid"),
                Of("payment_currency", "Payment Currency"),
                Of("payment_format", "Payment Format")
            );
        }

        public FieldFault? Read(CsvRows row, ITransferSink sink)
        {
            if (
                (
                    FieldFault.OfId(row, _fromBank)
                    ?? FieldFault.OfId(row, _from)
                    ?? FieldFault.OfId(row, _toBank)
                    ?? FieldFault.OfId(row, _to)
                ) is
                { } fault
            )
            {
                return fault;
            }
            if (!TextTime.TryParseSlashed(row[_time], out var time))
            {
                return FieldFault.Of(row, _time, "a time such as 2022/09/01 00:06");
            }
            if (!TextNumber.TryParseMicro(row[_amount], out var amount))
            {
                return FieldFault.Of(row, _amount, TextNumber.ExpectedAmount);
            }
            if (!TryCurrency(row[_currency], out var currency))
            {
                return FieldFault.Of(row, _currency, "a currency's name such as US Dollar, its code, or nothing");
            }
            (row.Line - 1).TryFormat(_id, out var idLength, default, null);
            var fromLength = WriteAccount(row[_fromBank], row[_from], _accounts);
            var toLength = WriteAccount(row[_toBank], row[_to], _accounts.AsSpan(fromLength));
            sink.Add(
                new TransferRow
                {
                    Id = _id.AsSpan(0, idLength),
                    TimeUs = time,
                    From = _accounts.AsSpan(0, fromLength),
                    To = _accounts.AsSpan(fromLength, toLength),
                    AmountMicro = amount,
                    Currency = currency,
                    Kind = Kind(row[_format]),
                }
            );
            return null;
        }

        private bool TryCurrency(ReadOnlySpan<byte> name, out Currency currency)
        {
            Span<char> chars = stackalloc char[32];
            return (
                    name.Length <= chars.Length
                    && System.Text.Ascii.ToUtf16(name, chars, out var length) == System.Buffers.OperationStatus.Done
                    && _currencies.TryGetValue(chars[..length], out currency)
                ) || Currencies.TryRead(name, out currency);
        }

        private static TransferKind Kind(ReadOnlySpan<byte> format) =>
            format.SequenceEqual("Credit Card"u8) ? TransferKind.CardTransfer
            : format.SequenceEqual("Bitcoin"u8) ? TransferKind.Chain
            : format.SequenceEqual("Cash"u8) ? TransferKind.Unknown
            : TransferKind.AccountTransfer;
    }
}
