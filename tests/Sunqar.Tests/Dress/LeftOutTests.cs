using System.Text;
using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Dns;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Lists;
using Sunqar.Tests.Iso20022;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>Whatever is left out is counted and named with its place, and is an error where safety hangs on it (issue 13, kind
/// D).</summary>
public sealed class LeftOutTests
{
    private static (ListFileOutcome Outcome, List<Fact> Facts, List<BadInput> Bad) Read(
        string text,
        string? format = null,
        bool skipBad = false
    )
    {
        var (facts, bad) = (new List<Fact>(), new List<BadInput>());
        return (
            ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "list", format, facts.Add, skipBad ? bad.Add : null),
            facts,
            bad
        );
    }

    private static BadInput Why(string text, string? format = null) =>
        Assert.IsType<ListFileOutcome.Refused>(Read(text, format).Outcome).Why;

    private const string Pack = "label: l\ntags:\n";

    [Theory]
    [InlineData("- {address: a, confidence: 80}", 3, "no word of its scale")]
    [InlineData("- {address: a, confidence: certain}", 3, "no word of its scale")]
    [InlineData("- {address: a, label: x, label: y}", 3, "stands twice")]
    [InlineData("- {address: [a, b]}", 3, "a list or mapping")]
    [InlineData("- {address: a, label: {en: x}}", 3, "a list or mapping")]
    [InlineData("- {address: a, abuse: {scam: 1}}", 3, "a list or mapping")]
    [InlineData("- {address: a, actor: [x]}", 3, "a list or mapping")]
    [InlineData("- {address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5, currency: BTC}", 3, "checksum")]
    [InlineData("- {address: 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz, currency: BTC}", 3, "checksum")]
    [InlineData("- {address: 0x52908400098527886E0F7030069857D2E4169Ee7, currency: ETH}", 3, "checksum")]
    [InlineData("- {address: 0x52908400098527886E0F7030069857D2E4169E, currency: ETH}", 3, "no address on ethereum")]
    [InlineData("- {address: 41a614f803b6fd780986a42c78ec9c7f77e6ded13, currency: TRX}", 3, "no address on tron")]
    public void A_tag_that_could_match_nothing_or_says_what_cannot_be_kept_is_refused(string tag, int line, string says)
    {
        var why = Why(Pack + tag + "\n", "tagpack");
        Assert.Equal(line, why.Line);
        Assert.Contains(says, why.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abuse: [scam, phishing]", "scam")]
    [InlineData("abuse: scam", "scam")]
    [InlineData("concepts: [mixer, exchange]", "mixer")]
    [InlineData("category: [exchange]", "exchange")]
    [InlineData("abuse: null, category: exchange", "exchange")]
    public void Of_a_list_of_categories_the_first_is_taken(string said, string category)
    {
        var label = Assert.Single(
            Assert.Single(Read($"{Pack}- {{address: a, {said}}}\n", "tagpack").Facts.OfType<LabelsAttributed>()).Labels
        );
        Assert.Equal(category, label.Category);
    }

    [Theory]
    [InlineData("""{"version":2,"fuzzylist":["bybit.com"],"whitelist":["ok.com"],"blacklist":["bad.com"]}""")]
    [InlineData("""{"blocklist":["bad.com"],"allowlist":["ok.com"]}""")]
    [InlineData("""{"allow":["ok.com"],"denySub":[],"deny":["bad.com"]}""")]
    public void Every_words_for_deny_and_allow_are_read(string json)
    {
        foreach (var format in (string?[])[null, "phishing"])
        {
            var listed = Read(json, format).Facts.OfType<DomainsListed>().ToList();
            Assert.Equal(["bad.com"], listed.Where(one => !one.Harmless).SelectMany(one => one.Domains));
            Assert.Equal(["ok.com"], listed.Where(one => one.Harmless).SelectMany(one => one.Domains));
        }
    }

    [Theory]
    [InlineData("""["bad.com","worse.com"]""")]
    [InlineData("# scams\nbad.com\n\nWORSE.com.\n")]
    [InlineData("\uFEFFbad.com\r\nworse.com\r\n")]
    public void A_plain_list_is_of_dangerous_names(string text)
    {
        var listed = Assert.Single(Read(text, "phishing").Facts.OfType<DomainsListed>());
        Assert.Equal((false, "bad.com,worse.com"), (listed.Harmless, string.Join(',', listed.Domains)));
    }

    [Theory]
    [InlineData("""{"fuzzylist":["bybit.com"]}""", 1)]
    [InlineData("{}", 1)]
    [InlineData("""{"deny":{"bad.com":1}}""", 1)]
    [InlineData("""[["bad.com"]]""", 1)]
    [InlineData("bad.com\nno dots\n", 2)]
    public void A_document_without_such_a_list_is_refused(string text, int line) => Assert.Equal(line, Why(text, "phishing").Line);

    private const string Registry =
        "code,kind,name,brands,bin,regime,regulator,permission,valid_from,valid_to,status,domains,wallets,telegram,apps\n";

    [Theory]
    [InlineData("trade_app.kz.example")]
    [InlineData("good.kz.example|https://page.kz.example/")]
    [InlineData("port.kz.example:443")]
    [InlineData("192.168.0.1")]
    [InlineData("-bad.example")]
    [InlineData("localhost")]
    public void A_domain_of_a_platform_that_cannot_stand_in_a_zone_is_refused_and_named(string domains)
    {
        var why = Why($"{Registry}A,platform,A Ltd,,,AIFC,AFSA,trading,,,licensed,{domains},,,\n");
        Assert.Equal((2, "domains"), (why.Line, why.Field));
        Assert.Contains(domains.Split('|')[^1], why.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("біржа.қаз")]
    [InlineData("UPPER.kz.example.")]
    [InlineData("*.kz.example")]
    [InlineData("xn--bybt-cpa.com")]
    public void A_domain_in_any_spelling_is_taken(string domain) =>
        Assert.IsType<ListFileOutcome.Completed>(Read($"{Registry}A,platform,A Ltd,,,AIFC,AFSA,trading,,,licensed,{domain},,,\n").Outcome);

    [Theory]
    [InlineData("tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u")]
    [InlineData("bitcoin:xyz")]
    public void A_wallet_of_a_platform_that_is_no_address_is_refused(string wallet) =>
        Assert.Equal("wallets", Why($"{Registry}A,platform,A Ltd,,,AIFC,AFSA,trading,,,licensed,,{wallet},,\n").Field);

    private static string LongName(int length)
    {
        var labels = new string('a', 60) + "." + new string('b', 60) + "." + new string('c', 60) + ".";
        return labels + new string('d', length - labels.Length - 3) + ".kz";
    }

    [Theory]
    [InlineData(240, true)]
    [InlineData(241, false)]
    [InlineData(245, false)]
    public void A_name_that_does_not_fit_under_the_zones_own_is_shown_as_not_published(int length, bool isPublished)
    {
        var name = LongName(length);
        Assert.Equal(length, name.Length);
        Assert.True(DomainName.TryParse(name, out _, out _));
        var zone = new PolicyZone(
            "rpz.sunqar",
            null,
            1,
            new BlockList([new BlockedDomain(name, "block-1", BlockGround.Fraud, "basis", 0)], ["ok.kz"], [], long.MaxValue)
        );
        Assert.Equal(isPublished ? [] : [name], zone.NotPublished);
        Assert.Equal(isPublished, zone.Blocked.Any());
        // Every name with its wildcard, or neither: a blocked site is not open below itself.
        Assert.Equal(isPublished ? 4 : 2, zone.Names().Count());
        Assert.All(zone.Names(), one => Assert.True(one.Owner.Length + 1 + zone.Origin.Length <= DomainName.LengthMax));
        using var file = new MemoryStream();
        zone.Write(file);
        Assert.Equal(
            !isPublished,
            Encoding.ASCII.GetString(file.ToArray()).Contains($"; not published, no name that the zone rpz.sunqar can hold: {name}")
        );
    }

    [Theory]
    [InlineData("Сұлтан\u0007", "Dbtr/Nm")]
    [InlineData("O\u0092Testa", "Dbtr/Nm")]
    public void A_debtor_whose_name_cannot_be_kept_refuses_the_payment(string name, string element)
    {
        // In the encoding that the message declares these bytes are control characters.
        var xml = MessageExamples
            .Pacs8()
            .Replace("Абай  Құнанбайұлы", name, StringComparison.Ordinal)
            .Replace("\u0007", "&#x81;", StringComparison.Ordinal);
        var transfer = MessageExamples.Taken(xml).Transfers[0];
        Assert.Null(transfer.Payment);
        Assert.Equal(ReasonCodes.InvalidFormat, transfer.Fault?.Code);
        Assert.Contains(element, transfer.Fault!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Testa", transfer.Fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_creditors_name_and_an_iin_that_cannot_be_kept_refuse_it_too()
    {
        var creditor = MessageExamples.Pacs8().Replace("<Nm>B</Nm>", "<Nm>B\u0092</Nm>", StringComparison.Ordinal);
        Assert.Contains("Cdtr/Nm", MessageExamples.Taken(creditor).Transfers[0].Fault!.Text, StringComparison.Ordinal);
        var iin = MessageExamples.Pacs8().Replace("<Id>800416100254</Id>", $"<Id>{new string('1', 33)}</Id>", StringComparison.Ordinal);
        Assert.Contains("Dbtr/Id", MessageExamples.Taken(iin).Transfers[0].Fault!.Text, StringComparison.Ordinal);
    }
}
