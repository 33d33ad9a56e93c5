using System.Text.RegularExpressions;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Transfers;
using Sunqar.Formats.GoAml;
using Sunqar.Formats.Iso8583;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.Payments;

/// <summary>A kind of payment is one row: every door knows it from there, and nothing else in the program tells kinds apart.</summary>
public partial class PaymentKindTests
{
    private const string Declaration = "Sunqar.Core/Payments/PaymentKind.cs";

    [Fact]
    public void Every_kind_has_its_row_and_numbers_and_names_are_its_own()
    {
        Assert.Equal(Enum.GetValues<PaymentKind>(), PaymentKinds.Table.Select(row => row.Kind));
        Assert.All(PaymentKinds.Table, row => Assert.Same(row, row.Kind.Row()));
        Assert.Equal(PaymentKinds.Table.Count, PaymentKinds.Table.Select(row => row.Name).Distinct().Count());
        Assert.Equal(PaymentKinds.Table.Count, PaymentKinds.Table.Select(row => row.Transfer).Distinct().Count());
        Assert.All(
            PaymentKinds.Table,
            row =>
            {
                Assert.InRange(row.Transfer, 1, KindAndCurrency.KindsMax - 1);
                Assert.NotEqual((byte)TransferKind.Chain, row.Transfer);
                // A rule holds a bit for each kind.
                Assert.InRange((int)row.Kind, 1, 31);
                Assert.Matches("^[a-z]+(_[a-z]+)*$", row.Name);
            }
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => default(PaymentKind).Row());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((PaymentKind)255).Row());
    }

    /// <summary>What a payment needs is what its two ends need: whoever passes the door is an edge of the graph.</summary>
    [Fact]
    public void Every_kind_requires_its_ends()
    {
        Assert.All(
            PaymentKinds.Table,
            row =>
            {
                Assert.Contains(row.Needs, need => Names(need, row.To));
                Assert.True(row.WithoutSender != row.From || row.Needs.Any(need => Names(need, row.From)));
            }
        );
        static bool Names(Requirement need, PaymentEnd end) =>
            (
                need.AnyOf
                & end switch
                {
                    PaymentEnd.Sender => PaymentParts.SenderInstrument,
                    PaymentEnd.Recipient => PaymentParts.RecipientInstrument,
                    PaymentEnd.Terminal => PaymentParts.Terminal,
                    PaymentEnd.Platform => PaymentParts.Platform,
                    _ => PaymentParts.Wallet,
                }
            ) != 0;
    }

    [Fact]
    public void Every_door_knows_every_kind_as_its_row_declares_it()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reports.md"));
        Assert.All(
            PaymentKinds.Table,
            row =>
            {
                Assert.True(PaymentKinds.TryParse(row.Name, out var parsed));
                Assert.Equal(row.Kind, parsed);
                Assert.Equal((long)row.Kind, RuleType.Kind.Symbols![row.Name]);
                Assert.Contains(TransferKinds.Of(row.Kind), TransferKinds.All);
                Assert.Equal((row.From, row.To), PaymentEnds.Of(row.Kind, hasSender: true));
                Assert.Equal((row.WithoutSender, row.To), PaymentEnds.Of(row.Kind, hasSender: false));
                Assert.NotEqual(AccountKind.Unknown, AccountTable.Ends(TransferKinds.Of(row.Kind)).To);
                Assert.Equal(row.Words, Words.Transfer(TransferKinds.Of(row.Kind)));
                Assert.Equal(row.GoAmlConduction, GoAmlCodes.Conduction(row.Name));
                Assert.Equal(row.GoAmlFunds, GoAmlCodes.Funds(row.Name, Currency.Kzt));
                Assert.Contains($"| `{row.Name}` | {row.GoAmlConduction} | {row.GoAmlFunds} |", page, StringComparison.Ordinal);
                foreach (var type in row.Iso8583)
                {
                    var code = ProcessingCodes.Find([(byte)type.Code[0], (byte)type.Code[1], .. "0000"u8]);
                    // The plain kind of a shared code is asked for with the recipient's card alone.
                    Assert.Equal(
                        row.Kind,
                        code!.Of(hasSenderCard: type.Cards == CardsNamed.Both, hasRecipientCard: type.Cards != CardsNamed.NoRecipient)
                    );
                    Assert.Equal((type.Card, type.Name), (code.Card, code.Name));
                }
            }
        );
        Assert.Equal(PaymentKinds.Table.Sum(row => row.Iso8583.Count(type => type.Cards == CardsNamed.Any)), ProcessingCodes.Table.Count);
        Assert.True(PaymentKinds.OfCreditTransfer.Row().IsIso20022);
    }

    /// <summary>Nothing in src but the declaration, and the simulator that plays payments, names a kind: what tells kinds apart is in the
    /// row.</summary>
    [Fact]
    public void No_other_code_tells_kinds_apart()
    {
        var root = Path.Combine(Repository.Root, "src");
        var files = Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(root, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .ToList();
        Assert.Contains(files, file => file.Name == Declaration && NamesAKind(file.Text));
        Assert.Empty(
            files
                .Where(file => file.Name != Declaration && !file.Name.StartsWith("Sunqar.Simulation/", StringComparison.Ordinal))
                .Where(file => NamesAKind(file.Text))
                .Select(file => file.Name)
        );
        Assert.True(NamesAKind("kind switch { PaymentKind.CashDeposit => 1 }"));
        Assert.True(NamesAKind("if (operation.Kind == \"cash_deposit\")"));
        Assert.False(NamesAKind("/// as <see cref=\"PaymentKind.CashDeposit\"/> says, <c>\"cash_deposit\"</c>"));
    }

    private static bool NamesAKind(string text) =>
        text.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Any(line => Member().IsMatch(line) || PaymentKinds.All.Any(name => line.Contains($"\"{name}\"", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bPaymentKind\.[A-Z]")]
    private static partial Regex Member();
}
