using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;

namespace Sunqar.Tests.Reports;

/// <summary>A case with one of everything, and texts that try to break out of what they are written into.</summary>
internal static class SampleCase
{
    public const string Wallet = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    public const string Bitcoin = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    public const string Iin = "800416100254";
    public const string Evil = "<b>&\"'\u0001\ud800]]></b>";
    private const long Day = 86_400_000_000;
    private const long Start = 1_768_000_000_000_000;
    private const long Million = 1_000_000;

    /// <param name="identities">With names and numbers, as after a granted look.</param>
    public static CaseFile File(bool identities = false, int operations = 4) =>
        new(
            "case-1",
            "exchanger",
            "Exchanger by the station " + Evil,
            "under examination",
            Start,
            null,
            Start + 9 * Day,
            "Law on AML/CFT, art. 13 " + Evil,
            9_000_000 * (Int128)Million,
            17_000 * (Int128)Million,
            ["Customers paid tenge to the cards and got tokens.", Evil],
            [
                new(
                    "00000000000000a1",
                    PartyKind.Card,
                    "dropper",
                    "P-AAAA-0001",
                    "CASPKZKA",
                    identities ? new PartyIdentity("Тестова Айгүл", Iin, "tok_0123456789") : null
                ),
                new(Wallet, PartyKind.Wallet, "desk", Wallet),
                new(Bitcoin, PartyKind.Wallet, "reserve", Bitcoin),
                new("obmen-24.example", PartyKind.Site, "site", "obmen-24.example"),
                new("@obmen24bot", PartyKind.Handle, "bot", "@obmen24bot"),
                new(
                    "00000000000000b2",
                    PartyKind.Account,
                    "",
                    "P-BBBB-0002",
                    "HSBKKZKX",
                    identities ? new PartyIdentity("Садыков", null, "KZ86125KZT5004100100") : null
                ),
                new(
                    "00000000000000c3",
                    PartyKind.Person,
                    "",
                    "P-CCCC-0003",
                    null,
                    identities ? new PartyIdentity("Smith John", null, null) : null
                ),
                new("ATM-0001_" + Evil, PartyKind.Terminal, "", "ATM-0001_" + Evil),
                new("BYBITKZ", PartyKind.Platform, "", "BYBITKZ"),
                new("TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf", PartyKind.Wallet, "", "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf"),
            ],
            [.. Enumerable.Range(0, operations).Select(Operation)],
            [
                new FlowPart("people", "droppers", 3, 4_500_000 * (Int128)Million, Currency.Kzt),
                new FlowPart("desks", "wallets", 1, 9_000 * (Int128)Million, Currency.Usdt),
            ],
            [
                new(
                    "e-1",
                    "Export of the bank " + Evil,
                    new string('a', 64),
                    Start + Day,
                    ["CASPKZKA to officer-1", "officer-1 to the court"]
                ),
            ],
            [
                new(
                    "m-1",
                    "suspend_card",
                    "00000000000000a1",
                    "confirmed",
                    Start + 2 * Day,
                    "art. 13",
                    ["requested by officer-1", "approved by head-2"]
                ),
            ],
            [
                new AssetMoved(
                    "mv-1",
                    "case-1",
                    "usdt:tron:" + Wallet,
                    "USDT",
                    AssetStanding.Held,
                    AssetStanding.Seized,
                    9_000 * (Int128)Million,
                    Start + 3 * Day,
                    "ruling 7 " + Evil,
                    "tron",
                    new string('f', 64),
                    0
                ),
            ],
            [new(Start, "Opened by the engines."), new(Start + Day, "Assigned. " + Evil, "officer-1")]
        );

    private static ReportedOperation Operation(int i) =>
        (i % 5) switch
        {
            0 => new(
                $"CASP-{i}",
                Start + i * Day,
                "card_transfer",
                "00000000000000b2",
                "00000000000000a1",
                1_500_000 * (Int128)Million,
                Currency.Kzt,
                1_500_000 * (Int128)Million,
                "CASPKZKA"
            ),
            1 => new(
                $"tx-{i}",
                Start + i * Day,
                "transfer",
                Wallet,
                "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf",
                2_900_123_456,
                Currency.Usdt,
                0,
                null
            ),
            2 => new(
                $"CASP-{i}",
                Start + i * Day,
                "cash_withdrawal",
                "00000000000000a1",
                "ATM-0001_" + Evil,
                300_000 * (Int128)Million,
                Currency.Kzt,
                300_000 * (Int128)Million,
                "CASPKZKA"
            ),
            3 => new(
                $"BYB-{i}",
                Start + i * Day,
                "crypto_sell",
                "BYBITKZ",
                "00000000000000c3",
                1_000 * (Int128)Million,
                Currency.Usd,
                512_000 * (Int128)Million,
                "BYBITKZ"
            ),
            _ => new(
                $"HSBK-{i}",
                Start + i * Day,
                "account_transfer",
                "00000000000000c3",
                "00000000000000b2",
                100 * (Int128)Million,
                Currency.Eur,
                59_000 * (Int128)Million,
                "HSBKKZKX"
            ),
        };
}
