using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>What a test keeps of the rows that a reader hands over.</summary>
internal sealed class KeptRows : ITransferSink
{
    public List<(string Id, long TimeUs, string From, string To, long AmountMicro, Currency Currency, TransferKind Kind)> Rows { get; } =
    [];

    public void Add(in TransferRow row) =>
        Rows.Add(
            (
                Encoding.UTF8.GetString(row.Id),
                row.TimeUs,
                Encoding.UTF8.GetString(row.From),
                Encoding.UTF8.GetString(row.To),
                row.AmountMicro,
                row.Currency,
                row.Kind
            )
        );
}

public class NativeTransfersTests
{
    private const long Jan15 = 1_768_451_400_000_000; // 2026-01-15T04:30:00Z
    private const string Header = "id,time,from,to,amount,currency,kind\n";

    private static (TransferFileOutcome Outcome, KeptRows Kept, List<BadInput> Bad) Read(
        string text,
        bool skipBad = false,
        string? format = null
    ) => Read(Encoding.UTF8.GetBytes(text), skipBad, format);

    private static (TransferFileOutcome Outcome, KeptRows Kept, List<BadInput> Bad) Read(
        byte[] bytes,
        bool skipBad = false,
        string? format = null
    )
    {
        var kept = new KeptRows();
        var bad = new List<BadInput>();
        var outcome = TransferFile.Read(new MemoryStream(bytes), "t.csv", format, kept, skipBad ? bad.Add : null);
        return (outcome, kept, bad);
    }

    [Fact]
    public void Columns_are_found_by_name_and_others_ignored()
    {
        var (outcome, kept, _) = Read(
            "\uFEFFnote,amount,to,from,time,id,kind,currency\r\n\"a, \"\"b\"\"\",12.5,B,A,2026-01-15T09:30:00+05:00,t1,card_top_up,KZT\r\n"
        );
        Assert.Equal(new TransferFileOutcome.Completed("native", 1, 0, 0), outcome);
        Assert.Equal(("t1", Jan15, "A", "B", 12_500_000, Currency.Kzt, TransferKind.CardTopUp), Assert.Single(kept.Rows));
    }

    [Theory]
    [InlineData("2026-01-15T04:30:00Z", 0)]
    [InlineData("2026-01-15T09:30:00+05:00", 0)]
    [InlineData("2026-01-15T09:30:00+0500", 0)]
    [InlineData("2026-01-15T09:30:00+05", 0)]
    [InlineData("2026-01-14T23:00:00-05:30", 0)]
    [InlineData("2026-01-15 04:30", 0)]
    [InlineData("2026-01-15t04:30:00z", 0)]
    [InlineData("2026-01-15T04:30:00.25Z", 250_000)]
    [InlineData("2026-01-15T04:30:00,1234567Z", 123_456)]
    [InlineData("2026-01-15T04:30:59.999999999Z", 59_999_999)]
    [InlineData("2026-01-15", -16_200_000_000)]
    public void Times(string time, long afterUs) =>
        Assert.Equal(Jan15 + afterUs, Assert.Single(Read($"{Header}1,\"{time}\",A,B,1,,\n").Kept.Rows).TimeUs);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1250.50", 1_250_500_000)]
    [InlineData("0.0000019", 1)]
    [InlineData(".5", 500_000)]
    [InlineData("7.", 7_000_000)]
    [InlineData("9223372036854.77", 9_223_372_036_854_770_000)]
    public void Amounts(string amount, long micro) =>
        Assert.Equal(micro, Assert.Single(Read($"{Header}1,2026-01-15,A,B,{amount},,\n").Kept.Rows).AmountMicro);

    [Theory]
    [InlineData("KZT", Currency.Kzt)]
    [InlineData("kzt", Currency.Kzt)]
    [InlineData("USDT", Currency.Usdt)]
    [InlineData("btc", Currency.Btc)]
    [InlineData("GBP", (Currency)826)]
    [InlineData("Aed", (Currency)784)]
    [InlineData("ANG", (Currency)532)]
    [InlineData("XXX", Currency.Unstated)]
    [InlineData("", Currency.Unstated)]
    public void Currencies(string code, Currency currency) =>
        Assert.Equal(currency, Assert.Single(Read($"{Header}1,2026-01-15,A,B,1,{code},\n").Kept.Rows).Currency);

    [Theory]
    [InlineData(",2026-01-15,A,B,1,,", 2, 1, "id")]
    [InlineData("1,yesterday,A,B,1,,", 2, 3, "time")]
    [InlineData("1,2026-02-29,A,B,1,,", 2, 3, "time")]
    [InlineData("1,2026-01-15T24:00:01Z,A,B,1,,", 2, 3, "time")]
    [InlineData("1,2026-01-15T04:30:00+25:00,A,B,1,,", 2, 3, "time")]
    [InlineData("1,1899-12-31,A,B,1,,", 2, 3, "time")]
    [InlineData("1,2026-01-15,,B,1,,", 2, 14, "from")]
    [InlineData("1,2026-01-15,A,,1,,", 2, 16, "to")]
    [InlineData("1,2026-01-15,ж,B,,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,-5,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,1e5,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,\"1,250\",,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,1.2.3,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,.,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,9223372036855,,", 2, 18, "amount")]
    [InlineData("1,2026-01-15,A,B,1,tenge?,", 2, 20, "currency")]
    [InlineData("1,2026-01-15,A,B,1,XQZ,", 2, 20, "currency")]
    [InlineData("1,2026-01-15,A,B,1,KZ,", 2, 20, "currency")]
    [InlineData("1,2026-01-15,A,B,1,ҚЗТ,", 2, 20, "currency")]
    [InlineData("1,2026-01-15,A,B,1", 2, 19, null)]
    [InlineData("1,2026-01-15,A,B,1,,,", 2, 22, null)]
    [InlineData("1,2026-01-15,A\"x,B,1,,", 2, 15, null)]
    [InlineData("1,2026-01-15,A,B,1,,\n\n2,2026-01-15,A\tb,B,1,,", 4, 14, "from")]
    public void A_bad_row_is_named_by_line_column_and_field(string rows, long line, int column, string? field)
    {
        var (outcome, _, _) = Read($"{Header}{rows}\n");
        var why = Assert.IsType<TransferFileOutcome.Refused>(outcome).Why;
        Assert.Equal(("t.csv", line, column, field), (why.File, why.Line, why.Column, why.Field));
        Assert.StartsWith($"t.csv: line {line}, column {column}", why.ToString());
        Assert.Contains("; expected ", why.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b,c\n1,2,3\n", "no known layout")]
    [InlineData("id,time,from,to,amount,id\n", "twice")]
    [InlineData("\"id,time\n", "never closed")]
    public void A_bad_header_is_told(string text, string reason)
    {
        var why = Assert.IsType<TransferFileOutcome.Refused>(Read(text).Outcome).Why;
        Assert.Equal(1, why.Line);
        Assert.Contains(reason, why.Reason);
    }

    [Fact]
    public void A_named_format_must_exist_and_fit()
    {
        Assert.Contains(
            "no format \"nosuch\"",
            Assert.IsType<TransferFileOutcome.Refused>(Read(Header, format: "nosuch").Outcome).Why.Reason
        );
        Assert.Contains("lacks tran_id", Assert.IsType<TransferFileOutcome.Refused>(Read(Header, format: "amlsim").Outcome).Why.Reason);
        Assert.Equal("native", Assert.IsType<TransferFileOutcome.Completed>(Read(Header, format: "Native").Outcome).Format);
    }

    [Fact]
    public void Bad_rows_are_passed_over_where_somebody_takes_them()
    {
        var (outcome, kept, bad) = Read(
            $"{Header}1,2026-01-15,A,B,1,,\n2,never,A,B,1,,\n3,2026-01-15,\"A,B,1,,\n4,2026-01-15,A,B,1,,\n",
            skipBad: true
        );
        Assert.Equal(new TransferFileOutcome.Completed("native", 2, 0, 2), outcome);
        Assert.Equal(["1", "4"], kept.Rows.Select(r => r.Id));
        Assert.Equal([(3, "2,never,A,B,1,,"), (4, "3,2026-01-15,\"A,B,1,,")], bad.Select(b => ((int)b.Line, b.Row!)));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Header}1,2026-01-15,A,"), 0xFF, 0xFE, .. ",1,,\n"u8];
        var why = Assert.IsType<TransferFileOutcome.Refused>(Read(bytes).Outcome).Why;
        Assert.Equal((2, 16, "to"), (why.Line, why.Column, why.Field));
    }

    [Fact]
    public void Any_transfers_written_as_the_native_table_read_back()
    {
        var id = Gen.Elements("a", "KZ86722C000000000001", "x,y", "q\"q", "ж-1", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t");
        var row =
            from i in id
            from f in id
            from t in id
            from seconds in Gen.Choose(-1_000_000_000, 2_000_000_000)
            from tiyn in Gen.Choose(0, int.MaxValue)
            from kind in Gen.Choose(0, 11)
            select (i, f, t, seconds, tiyn, kind: (TransferKind)kind);
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                row.ArrayOf().ToArbitrary(),
                rows =>
                {
                    var text = new StringBuilder("kind,to,id,from,amount,time,currency\n");
                    foreach (var r in rows)
                    {
                        var kind = r.kind.Name();
                        text.Append(
                            CultureInfo.InvariantCulture,
                            $"{kind},{Quoted(r.t)},{Quoted(r.i)},{Quoted(r.f)},{r.tiyn / 100}.{r.tiyn % 100:D2},{DateTimeOffset.FromUnixTimeSeconds(r.seconds).ToOffset(TimeSpan.FromHours(5)):yyyy-MM-ddTHH:mm:sszzz},KZT\n"
                        );
                    }
                    return Read(text.ToString())
                        .Kept.Rows.SequenceEqual(
                            rows.Select(r => (r.i, r.seconds * 1_000_000L, r.f, r.t, r.tiyn * 10_000L, Currency.Kzt, r.kind))
                        );
                }
            )
        );
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
