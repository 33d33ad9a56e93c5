using System.Text.Json.Nodes;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Xunit;

namespace Sunqar.Tests.Formats;

public class PaymentRequirementsTests
{
    public static TheoryData<PaymentKind> Kinds => [.. Enum.GetValues<PaymentKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_payment_with_just_what_its_kind_requires_is_read_and_with_less_is_refused(PaymentKind kind)
    {
        var needs = kind.Row().Needs;
        var minimal = Minimal(kind, needs);
        Assert.IsType<PaymentReading.Read>(PaymentExamples.Read(minimal));
        foreach (var need in needs)
        {
            var refused = Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read(Minimal(kind, needs.Where(other => other != need))));
            Assert.Equal((need.Field, need.Expected), (refused.Field, refused.Expected));
        }
    }

    [Fact]
    public void The_page_shows_the_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "payments.md"));
        foreach (var kind in PaymentKinds.Table)
        {
            var row = $"| `{kind.Name}` | {string.Join("; ", kind.Needs.Select(need => need.Expected))} |";
            Assert.Contains(row, page, StringComparison.Ordinal);
        }
    }

    private static string Minimal(PaymentKind kind, IEnumerable<Requirement> needs)
    {
        var json = new JsonObject
        {
            ["id"] = "1",
            ["kind"] = kind.Name(),
            ["time"] = "2026-01-15T04:30:00Z",
            ["amount"] = "1",
            ["currency"] = "KZT",
            ["institution"] = "CASPKZKA",
        };
        foreach (var need in needs)
        {
            // The first alternative by its bit.
            switch ((PaymentParts)((int)need.AnyOf & -(int)need.AnyOf))
            {
                case PaymentParts.SenderIin:
                    json["sender"] = new JsonObject { ["iin"] = "680503250034" };
                    break;
                case PaymentParts.SenderAccount:
                    json["sender"] = new JsonObject { ["account"] = "a" };
                    break;
                case PaymentParts.RecipientIin:
                    json["recipient"] = new JsonObject { ["iin"] = "680503250034" };
                    break;
                case PaymentParts.RecipientAccount:
                    json["recipient"] = new JsonObject { ["account"] = "a" };
                    break;
                case PaymentParts.Terminal:
                    json["terminal"] = new JsonObject { ["id"] = "ATM-0001" };
                    break;
                case PaymentParts.Platform:
                    json["platform"] = "BYBIT";
                    break;
                case PaymentParts.Wallet:
                    json["wallet"] = new JsonObject { ["chain"] = "tron", ["address"] = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" };
                    break;
                default:
                    throw new InvalidOperationException($"No example of {need.AnyOf}.");
            }
        }
        return json.ToJsonString();
    }
}
