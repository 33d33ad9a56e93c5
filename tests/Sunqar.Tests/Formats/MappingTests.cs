using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Tables of transfers under other headers, in other dress (issue 13, item 7).</summary>
public sealed class MappingTests
{
    private const string Map = "time=Date,from=Sender,to=Receiver,amount=Sum";

    private static TransferMapping Mapping(string text) =>
        TransferMapping.Read(text, out var why) ?? throw new InvalidOperationException(why);

    private sealed class Rows : ITransferSink
    {
        public List<(string Id, string Time, string From, string To, long Micro, Currency Currency, TransferKind Kind)> All { get; } = [];

        public void Add(in TransferRow row) =>
            All.Add(
                (
                    Encoding.UTF8.GetString(row.Id),
                    DateTime.UnixEpoch.AddMicroseconds(row.TimeUs).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    Encoding.UTF8.GetString(row.From),
                    Encoding.UTF8.GetString(row.To),
                    row.AmountMicro,
                    row.Currency,
                    row.Kind
                )
            );
    }

    private static (TransferFileOutcome Outcome, Rows Rows) Read(byte[] bytes, string? map = null)
    {
        var rows = new Rows();
        return (TransferFile.Read(new MemoryStream(bytes), "f.csv", null, rows, mapping: map is null ? null : Mapping(map)), rows);
    }

    private static Rows Taken(string text, string? map = null)
    {
        var (outcome, rows) = Read(Encoding.UTF8.GetBytes(text), map);
        Assert.True(outcome is TransferFileOutcome.Completed, outcome.ToString());
        return rows;
    }

    private static BadInput Why(string text, string? map = Map) =>
        Assert.IsType<TransferFileOutcome.Refused>(Read(Encoding.UTF8.GetBytes(text), map).Outcome).Why;

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Separators_are_told_by_the_first_row(char separator)
    {
        var text = "Date,Sender,Receiver,Sum\n2025-04-03,A,B,12.50\n2025-04-04,\"B; b |c\",A,1\n".Replace(
            ",",
            separator.ToString(),
            StringComparison.Ordinal
        );
        var rows = Taken(text, Map).All;
        Assert.Equal(("2025-04-03T00:00:00", "A", "B", 12_500_000), (rows[0].Time, rows[0].From, rows[0].To, rows[0].Micro));
        Assert.Equal(2, rows.Count);
        // A native table too.
        Assert.Equal(
            2,
            Taken(
                text.Replace("Date", "time").Replace("Sender", "from").Replace("Receiver", "to").Replace("Sum", "amount"),
                "time=time,from=from,to=to,amount=amount"
            ).All.Count
        );
    }

    public static TheoryData<string> Encodings { get; } = ["utf-8", "utf-8-bom", "utf-16", "utf-16be", "utf-16-plain", "windows-1251"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_are_told_by_their_bytes(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string Text =
            "Дата;Отправитель;Получатель;Сумма\n03.04.2025;Иванов Иван;Петров Пётр;1 250,50\n25.04.2025;Петров Пётр;Сидоров;7\n";
        Encoding encoding = name switch
        {
            "utf-8" => new UTF8Encoding(false),
            "utf-8-bom" => new UTF8Encoding(true),
            "utf-16" => new UnicodeEncoding(false, true),
            "utf-16be" => new UnicodeEncoding(true, true),
            "utf-16-plain" => new UnicodeEncoding(false, false),
            _ => Encoding.GetEncoding(name),
        };
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];
        if (name == "utf-16-plain")
        {
            // Without a mark UTF-16 is told by its zeros, which Cyrillic has few of.
            bytes = encoding.GetBytes(
                Text.Replace("Дата", "Date")
                    .Replace("Отправитель", "Sender")
                    .Replace("Получатель", "Receiver")
                    .Replace("Сумма", "Sum")
                    .Replace("Иванов Иван", "Ivanov")
            );
        }
        var map = name == "utf-16-plain" ? Map : "time=Дата,from=Отправитель,to=Получатель,amount=Сумма";
        var (outcome, rows) = Read(bytes, map);
        Assert.True(outcome is TransferFileOutcome.Completed, outcome.ToString());
        Assert.Equal(("2025-04-03T00:00:00", 1_250_500_000), (rows.All[0].Time, rows.All[0].Micro));
        Assert.Equal("Петров Пётр", rows.All[0].To);
    }

    [Fact]
    public void An_encoding_that_the_letters_do_not_tell_is_refused_and_can_be_told()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("windows-1252").GetBytes("Date,Sender,Receiver,Sum\n2025-04-03,José,Zoë,1\n");
        Assert.Contains(
            "encoding=",
            Assert.IsType<TransferFileOutcome.Refused>(Read(bytes, Map).Outcome).Why.Expected,
            StringComparison.Ordinal
        );
        var (_, rows) = Read(bytes, Map + ",encoding=windows-1252");
        Assert.Equal(("José", "Zoë"), (rows.All[0].From, rows.All[0].To));
    }

    [Theory]
    [InlineData("03/04/2025", "25/04/2025", "2025-04-03T00:00:00")]
    [InlineData("03/04/2025", "04/25/2025", "2025-03-04T00:00:00")]
    [InlineData("03.04.2025 09:30", "31.12.2025 10:00", "2025-04-03T09:30:00")]
    [InlineData("3-4-2025 9:05:07 PM", "13-4-2025 1:00:00 AM", "2025-04-03T21:05:07")]
    [InlineData("03 Apr 2025", "04 Apr 2025", "2025-04-03T00:00:00")]
    [InlineData("Apr 3, 2025 12:00:00 AM", "Apr 4, 2025 12:00:00 PM", "2025-04-03T00:00:00")]
    [InlineData("2025/04/03 09:30", "2025/04/04 09:30", "2025-04-03T09:30:00")]
    [InlineData("2025-04-03T09:30:00+05:00", "2025-04-04", "2025-04-03T04:30:00")]
    [InlineData("2025-04-03 24:00", "2025-04-04", "2025-04-04T00:00:00")]
    [InlineData("1743672600", "1743672601", "2025-04-03T09:30:00")]
    [InlineData("1743672600000", "1743672600001", "2025-04-03T09:30:00")]
    public void Dates_are_told_by_the_rows(string first, string second, string time)
    {
        // Joined by semicolons, since some of them have commas.
        var rows = Taken($"Date;Sender;Receiver;Sum\n{first};A;B;1\n{second};A;B;1\n", Map).All;
        Assert.Equal(time, rows[0].Time);
    }

    [Theory]
    [InlineData("dmy", "2025-04-03T00:00:00")]
    [InlineData("mdy", "2025-03-04T00:00:00")]
    public void An_ambiguous_date_is_refused_with_what_to_tell_and_can_be_told(string order, string time)
    {
        const string Table = "Date,Sender,Receiver,Sum\n05/05/2025,A,B,1\n03/04/2025,A,B,1\n";
        var why = Why(Table);
        Assert.Equal((3, 1, "Date"), (why.Line, why.Column, why.Field));
        Assert.Contains("dates=dmy or dates=mdy", why.Expected, StringComparison.Ordinal);
        Assert.Equal(time, Taken(Table, $"{Map},dates={order}").All[1].Time);
    }

    [Fact]
    public void A_row_in_another_order_than_the_tables_is_bad()
    {
        var why = Why("Date,Sender,Receiver,Sum\n25/04/2025,A,B,1\n04/25/2025,A,B,1\n");
        Assert.Equal((3, "Date"), (why.Line, why.Field));
    }

    [Theory]
    [InlineData("1250,50", 1_250_500_000)]
    [InlineData("1 250,50", 1_250_500_000)]
    [InlineData("1\u00A0250,50", 1_250_500_000)]
    [InlineData("1.250,50", 1_250_500_000)]
    [InlineData("1,250.50", 1_250_500_000)]
    [InlineData("1'250.50", 1_250_500_000)]
    [InlineData("1,250,500", 1_250_500_000_000)]
    [InlineData("1250.5", 1_250_500_000)]
    [InlineData("1250", 1_250_000_000)]
    [InlineData("0,250", 250_000)]
    [InlineData("1234,567", 1_234_567_000)]
    [InlineData("+7", 7_000_000)]
    public void Decimal_marks_are_told_by_the_rows(string amount, long micro) =>
        Assert.Equal(micro, Taken($"Date;Sender;Receiver;Sum\n2025-04-03;A;B;{amount}\n", Map).All[0].Micro);

    [Theory]
    [InlineData("1,234")]
    [InlineData("1.234")]
    public void An_ambiguous_amount_is_refused_with_what_to_tell(string amount)
    {
        var table = $"Date;Sender;Receiver;Sum\n2025-04-03;A;B;{amount}\n";
        Assert.Contains("decimal=point or decimal=comma", Why(table).Expected, StringComparison.Ordinal);
        Assert.Equal(amount[1] == ',' ? 1_234_000 : 1_234_000_000, Taken(table, Map + ",decimal=comma").All[0].Micro);
        // Another row tells it.
        Assert.Equal(amount[1] == ',' ? 1_234_000 : 1_234_000_000, Taken(table + "2025-04-03;A;B;7,5\n", Map).All[0].Micro);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("12,34,56.7")]
    [InlineData("1,2345.6")]
    [InlineData("1 25")]
    [InlineData("5 USD")]
    [InlineData("1e5")]
    [InlineData("")]
    public void What_is_no_amount_is_a_bad_row(string amount)
    {
        var why = Why($"Date;Sender;Receiver;Sum\n2025-04-03;A;B;{amount}\n");
        Assert.Equal((2, "Sum"), (why.Line, why.Field));
    }

    [Fact]
    public void Constants_joins_zones_kinds_and_conditions()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(
            path,
            """
            # A bank's export
            time: Day + Clock
            zone: +05:00
            from: Bank | Sender
            to: To bank + Account
            amount: Out | In
            currency: =KZT
            kind: Type
            kind.P2P: card_transfer
            leave_out: State=failed|reversed
            keep: Book=yes
            swap: Way=in
            """
        );
        try
        {
            var rows = Taken(
                "Day;Clock;Sender;To bank;Account;Out;In;Type;State;Book;Way\n"
                    + "03.04.2025;10:00;A;Halyk;7;0,00;5,5;p2p;;yes;out\n"
                    + "23.04.2025;10:00;A;Halyk;7;1,5;;other;;yes;in\n"
                    + "23.04.2025;10:00;A;Halyk;7;1,5;;other;Failed;yes;in\n"
                    + "23.04.2025;10:00;A;Halyk;7;1,5;;other;;no;in\n",
                path
            ).All;
            Assert.Equal(2, rows.Count);
            Assert.Equal(
                ("2025-04-03T05:00:00", "A", "Halyk/7", 5_500_000, Currency.Kzt, TransferKind.CardTransfer),
                (rows[0].Time, rows[0].From, rows[0].To, rows[0].Micro, rows[0].Currency, rows[0].Kind)
            );
            Assert.Equal(("Halyk/7", "A", TransferKind.Unknown), (rows[1].From, rows[1].To, rows[1].Kind));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Rows_without_an_id_are_named_by_what_they_say()
    {
        const string One = "2025-04-03,A,B,1\n",
            Two = "2025-04-03,A,B,2\n";
        var ids = Taken("Date,Sender,Receiver,Sum\n" + One + Two + One, Map).All.Select(row => row.Id).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids.Order(), Taken("Date,Sender,Receiver,Sum\n" + One + One + Two, Map).All.Select(row => row.Id).Order());
    }

    [Theory]
    [InlineData("time=Date,from=A,to=B", "amount")]
    [InlineData("time=Date,time=B", "twice")]
    [InlineData("time=", "not given a column")]
    [InlineData(Map + ",dates=perhaps", "dates are")]
    [InlineData(Map + ",decimal=dot", "decimal mark")]
    [InlineData(Map + ",encoding=klingon", "no encoding")]
    [InlineData(Map + ",separator=ab", "separator")]
    [InlineData(Map + ",zone=Almaty", "zone")]
    [InlineData(Map + ",kind.X=none", "no kind")]
    [InlineData(Map + ",colour=red", "no field colour")]
    [InlineData("no-such-file.map", "no such file")]
    public void A_bad_mapping_says_what_is_wrong(string map, string says)
    {
        Assert.Null(TransferMapping.Read(map, out var why));
        Assert.Contains(says, why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_no_known_layout_is_met_with_a_proposal_and_a_missing_column_is_named()
    {
        Assert.Contains(
            "--map \"time=Date,from=Sender,to=Receiver,amount=Sum\"",
            Why("Date,Sender,Receiver,Sum\n", null).Expected,
            StringComparison.Ordinal
        );
        Assert.Contains("Receiver", Why("Date,Sender,Sum\n2025-04-03,A,1\n").Reason, StringComparison.Ordinal);
    }

    /// <summary>A table of each shipped mapping, as its tool writes it, and what its rows come to.</summary>
    public static TheoryData<string, string, string, string> Shipped { get; } =
        new()
        {
            {
                "amlsim-transactions",
                "tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id",
                "7,10,20,TRANSFER,88.47,2017-01-02T00:00:00Z,False,-1",
                "7 2017-01-02T00:00:00 10→20 88470000 AccountTransfer"
            },
            {
                "amlsim-log",
                "step,type,amount,nameOrig,oldbalanceOrig,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isSAR,alertID",
                "1,TRANSFER,10.5,10,100,89.5,20,0,10.5,0,-1",
                "* 2017-01-02T00:00:00 10→20 10500000 AccountTransfer"
            },
            {
                "paysim",
                "step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud",
                "25,CASH_IN,9839.64,C1,170136.0,160296.36,M1,0.0,0.0,0,0",
                "* 2017-01-02T01:00:00 M1→C1 9839640000 CashDeposit"
            },
            {
                "etherscan-tokens",
                "\"Transaction Hash\",\"Blockno\",\"UnixTimestamp\",\"DateTime "
                    + "(UTC)\",\"From\",\"To\",\"TokenValue\",\"USDValueDayOfTx\",\"ContractAddress\",\"TokenName\",\"TokenSymbol\"",
                "\"0xaa\",\"1\",\"1743672600\",\"2025-04-03 "
                    + "09:30:00\",\"0x11\",\"0x22\",\"1,234\",\"$1,234.00\",\"0xdAC17F958D2ee523a2206206994597C13D831ec7\",\"Tether USD\",\"USDT\"",
                "0xaa 2025-04-03T09:30:00 0x11→0x22 1234000000 Chain"
            },
            {
                "etherscan-transactions",
                "\"Transaction Hash\",\"Blockno\",\"UnixTimestamp\",\"DateTime "
                    + "(UTC)\",\"From\",\"To\",\"ContractAddress\",\"Value_IN(ETH)\",\"Value_OUT(ETH)\",\"CurrentValue @ $1/Eth\",\"TxnFee(ETH)\",\"Status\",\"ErrCode\",\"Method\"",
                "\"0xaa\",\"1\",\"1743672600\",\"2025-04-03 "
                    + "09:30:00\",\"0x11\",\"\",\"0x22\",\"0\",\"1.5\",\"$1\",\"0.1\",\"\",\"\",\"Transfer\"",
                "0xaa 2025-04-03T09:30:00 0x11→0x22 1500000 Chain"
            },
            {
                "etherscan-internal",
                "\"Transaction Hash\",\"Blockno\",\"UnixTimestamp\",\"DateTime "
                    + "(UTC)\",\"ParentTxFrom\",\"ParentTxTo\",\"ParentTxETH_Value\",\"From\",\"TxTo\",\"ContractAddress\",\"Value_IN(ETH)\",\"Value_OUT(ETH)\",\"Status\",\"ErrCode\",\"Type\"",
                "\"0xaa\",\"1\",\"1743672600\",\"2025-04-03 "
                    + "09:30:00\",\"0x1\",\"0x2\",\"0\",\"0x11\",\"0x22\",\"\",\"2\",\"0\",\"0\",\"\",\"call\"",
                "0xaa 2025-04-03T09:30:00 0x11→0x22 2000000 Chain"
            },
        };

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_mapping_is_known_by_its_header(string name, string header, string row, string comesTo)
    {
        foreach (var map in (string?[])[null, name])
        {
            var (outcome, rows) = Read(Encoding.UTF8.GetBytes($"{header}\n{row}\n"), map);
            Assert.Equal(name, Assert.IsType<TransferFileOutcome.Completed>(outcome).Format);
            var one = Assert.Single(rows.All);
            var id = comesTo[0] == '*' ? "*" : one.Id;
            Assert.Equal(comesTo, $"{id} {one.Time} {one.From}→{one.To} {one.Micro} {one.Kind}");
        }
    }

    [Fact]
    public void Every_shipped_mapping_has_its_table_here() =>
        Assert.Equal(ShippedMappings.All.Select(one => one.Name).Order(), Shipped.Select(row => (string)row.Data.Item1).Order());

    [Fact]
    public void Other_tokens_and_failed_transactions_are_left_out_and_counted()
    {
        var tokens = Shipped.First(row => row.Data.Item1 == "etherscan-tokens").Data;
        var other = tokens.Item3.Replace(
            "0xdAC17F958D2ee523a2206206994597C13D831ec7",
            "0x9999999999999999999999999999999999999999",
            StringComparison.Ordinal
        );
        var (outcome, rows) = Read(Encoding.UTF8.GetBytes($"{tokens.Item2}\n{tokens.Item3}\n{other}\n"));
        Assert.Equal(new TransferFileOutcome.Completed("etherscan-tokens", 1, 1, 0), outcome);
        Assert.Equal(Currency.Usdt, Assert.Single(rows.All).Currency);
    }
}
