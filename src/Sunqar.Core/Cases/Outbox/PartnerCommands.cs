using System.Security.Cryptography;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>Asks that somebody be entered in the register of partners, or a line of it be changed. A second admin or a supervisor agrees;
/// whoever holds the root key enters it at the machine itself.</summary>
/// <param name="Partner">What it is and its code: <c>bank-caspkzka</c>.</param>
/// <param name="Address">As <see cref="PartnerListed.Address"/>.</param>
/// <param name="PublicKey">As <see cref="PartnerListed.PublicKey"/>.</param>
/// <param name="Receives">Of <see cref="PartnerBook.Topics"/>; measures among them.</param>
public sealed record ListPartner(string Key, string Partner, string Address, string PublicKey, IReadOnlyList<string> Receives)
    : Command(Key, null, "")
{
    public const int NameMax = 80,
        AddressMax = 300,
        KeyMax = 400;

    private static readonly Role[] Seconds = [Role.Admin, Role.Supervisor];

    public override string Name => "partner.list";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.System))
            return Refused(RefusalKind.Forbidden, "An admin enters partners.");
        if (!IsName(Partner))
        {
            return Refused(
                RefusalKind.Invalid,
                $"A name has 3 to {NameMax} small letters, digits, dots and hyphens: bank-caspkzka.",
                "name"
            );
        }
        if (FaultOfAddress() is { } fault)
            return Refused(RefusalKind.Invalid, fault, "address");
        if (Address == PartnerBook.Folder ? PublicKey.Length > 0 : !IsKey(PublicKey))
        {
            return Refused(
                RefusalKind.Invalid,
                "A partner with an address has a key for its answers, ECDSA P-256 as SubjectPublicKeyInfo in Base64; a folder has none.",
                "public_key"
            );
        }
        if (Receives.Any(topic => !PartnerBook.Topics.Contains(topic)) || !Receives.Contains(PartnerBook.Measures))
            return Refused(RefusalKind.Invalid, "It receives measures, with or without identifiers.", "receives");
        var listed = new PartnerListed(Partner, Address, PublicKey, [.. Receives.Distinct().Order(StringComparer.Ordinal)]);
        var said = $"{Partner} is told at {Address}: {string.Join(", ", listed.Receives)}.";
        return actor.Role == Role.System ? Done(Partner, listed) : Proposed(state, actor, nowUs, Seconds, Partner, said, listed);
    }

    private string? FaultOfAddress()
    {
        if (Address == PartnerBook.Folder)
            return null;
        if (Address.Length > AddressMax || !Uri.TryCreate(Address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
            return $"An address is {PartnerBook.Folder}, or https:// and at most {AddressMax} characters.";
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            ? null
            : "A partner is told of people, so beyond this machine its address is https://.";
    }

    private static bool IsName(string text) =>
        text.Length is >= 3 and <= NameMax
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterLower(text[0])
        && text.Contains('-', StringComparison.Ordinal);

    private static bool IsKey(string text)
    {
        if (text.Length is 0 or > KeyMax)
            return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key.KeySize == 256;
        }
        catch (Exception error) when (error is FormatException or CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}

/// <summary>Strikes a partner from the register; what waits for it waits on. One person may: nothing leaves by it.</summary>
public sealed record EndPartner(string Key, string Partner, string Reason) : Command(Key, null, "")
{
    public override string Name => "partner.end";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.Supervisor or Role.System))
            return Refused(RefusalKind.Forbidden, "An admin or a supervisor strikes a partner.");
        if (state.Of<PartnerBook>().Find(Partner) is null)
            return Refused(RefusalKind.NotFound, "There is no such partner.", "name");
        return CaseText.Fault(Reason, CaseText.LineMax) is { } fault
            ? Refused(RefusalKind.Invalid, fault, "reason")
            : Done(Partner, new PartnerEnded(Partner, Reason));
    }
}
