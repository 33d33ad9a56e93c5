using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Sunqar.Work.Outbox;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>The invented bank: nothing leaves to a name that is not in the register of partners, and "confirmed" means that the partner
/// answered.</summary>
public sealed class PartnersTests
{
    private static readonly string Key = NewKey();

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    public static TheoryData<string, string, RefusalKind> Banks =>
        new()
        {
            { "CASPKZKA", "in the register", RefusalKind.None },
            { "nobank", "invented", RefusalKind.Invalid },
            { "CASPKZKA.evil", "a name that begins alike", RefusalKind.Invalid },
        };

    [Theory]
    [MemberData(nameof(Banks))]
    public void A_measure_at_a_bank_that_does_not_exist_is_refused(string bank, string what, RefusalKind refusal)
    {
        var house = new AttackedHouse();
        var officer = house.Hire("officer", Role.Officer, "unit-a");
        house.Assign(officer);
        Assert.True(refusal == house.Refusal(house.Suspend(bank), officer), what);
        Assert.DoesNotContain(house.Acts, act => act.What.Any(fact => fact is MessagePosted));
    }

    [Fact]
    public void A_partner_that_was_struck_before_the_second_person_agreed_is_told_nothing()
    {
        var house = new AttackedHouse();
        var (officer, head) = (house.Hire("officer", Role.Officer, "unit-a"), house.Hire("head", Role.Head, "unit-b"));
        house.Assign(officer);
        var measure = house.Done(house.Suspend(), officer);
        house.Done(new EndPartner(house.Key, "bank-caspkzka", "merged into another"), house.Hire("admin", Role.Admin, "administration"));
        Assert.Equal(RefusalKind.Invalid, house.Refusal(new DecideMeasure(house.Key, "c", "duty", measure, true, "agreed"), head));
        Assert.DoesNotContain(house.Acts, act => act.What.Any(fact => fact is MessagePosted));
    }

    public static TheoryData<string, string, bool, string> Lines =>
        new()
        {
            { "bank-x", PartnerBook.Folder, false, "" },
            { "bank-x", "https://bank.example/measures", true, "" },
            { "bank-x", "http://127.0.0.1:8080/", true, "" },
            { "bank-x", "https://bank.example/measures", false, "public_key" },
            { "bank-x", PartnerBook.Folder, true, "public_key" },
            { "bank-x", "http://bank.example/", true, "address" },
            { "bank-x", "https://user:word@bank.example/", true, "address" },
            { "bank-x", "file:///etc/passwd", true, "address" },
            { "bank-x", "../elsewhere", true, "address" },
            { "../bank", PartnerBook.Folder, false, "name" },
            { "desk", PartnerBook.Folder, false, "name" },
            { "resolver", PartnerBook.Folder, false, "name" },
        };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_of_the_register_has_a_name_a_safe_address_and_a_key(string name, string address, bool hasKey, string field)
    {
        var house = new AttackedHouse();
        var outcome = house.Do(new ListPartner(house.Key, name, address, hasKey ? Key : "", [PartnerBook.Measures]), Actor.House);
        Assert.Equal(field, outcome is CommandOutcome.Refused refused ? refused.Field : "");
    }

    /// <summary>What a folder of an older version posted to an invented bank stays in the journal: no file, no identifier, and it
    /// waits.</summary>
    [Fact]
    public async Task A_message_to_a_stranger_waits_and_leaves_nothing()
    {
        await using var server = await StaffedServer.StartAsync();
        var folder = Path.Combine(server.DataPath, "..", "outbox");
        using var partners = new Partners(null!, server.Acts, PartnerOptions.None, folder);
        var message = new PartnerMessage("m-1:take:bank-nobank", MeasureOrder.Take, "{}");
        var answer = await partners.Find("bank-nobank").SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(Delivery.Failed, answer.Delivery);
        Assert.False(Directory.Exists(folder));
        await server.Acts.ListPartnersAsync("bank-nobank");
        answer = await partners.Find("bank-nobank").SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal((Delivery.Accepted, 1), (answer.Delivery, Directory.GetFiles(Path.Combine(folder, "bank-nobank")).Length));
    }

    public static TheoryData<string, string, Delivery> Signatures =>
        new()
        {
            { "of the partner", "m-1\n{body}", Delivery.Confirmed },
            { "none", "", Delivery.Failed },
            { "of somebody else", "other", Delivery.Failed },
            { "of an answer to another message", "m-2\n{body}", Delivery.Failed },
            { "of another answer", "m-1\n{}", Delivery.Failed },
        };

    /// <summary>Whoever sits at the partner's address without its key confirms nothing.</summary>
    [Theory]
    [MemberData(nameof(Signatures))]
    public async Task An_answer_counts_by_its_signature(string what, string signed, Delivery expected)
    {
        const string Body = "{\"status\":\"confirmed\",\"reference\":\"N-7\"}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Encoding.UTF8.GetBytes(signed == "other" ? "m-1\n" + Body : signed.Replace("{body}", Body, StringComparison.Ordinal));
        var signature = Convert.ToBase64String((signed == "other" ? other : key).SignData(text, HashAlgorithmName.SHA256));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[64]);
            await client
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n"
                            + (signed.Length > 0 ? $"Sunqar-Signature: {signature}\r\n" : "")
                            + $"\r\n{Body}"
                    )
                );
        });
        using var partner = new HttpPartner(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            key.ExportSubjectPublicKeyInfo()
        );
        var answer = await partner.SendAsync(new PartnerMessage("m-1", MeasureOrder.Take, "{}"), TestContext.Current.CancellationToken);
        await served;
        Assert.True(expected == answer.Delivery, what);
    }
}
