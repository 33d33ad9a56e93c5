using Sunqar.Core.Acts;
using Sunqar.Core.People;

namespace Sunqar.Storage.Codec;

internal sealed class PersonInvitedCodec() : MessageCodec<PersonInvited, Schema.PersonInvited>(32)
{
    protected override Schema.PersonInvited ToMessage(PersonInvited fact) =>
        new()
        {
            InvitationId = fact.InvitationId,
            Role = (uint)fact.Role,
            Unit = fact.Unit,
            ExpiresUs = fact.ExpiresUs,
            AccountId = fact.AccountId ?? "",
            NeedsSecond = fact.NeedsSecond,
        };

    protected override PersonInvited ToFact(Schema.PersonInvited message) =>
        new(message.InvitationId, (Role)message.Role, message.Unit, message.ExpiresUs, OrNull(message.AccountId), message.NeedsSecond);
}

internal sealed class InvitationConfirmedCodec() : MessageCodec<InvitationConfirmed, Schema.InvitationConfirmed>(33)
{
    protected override Schema.InvitationConfirmed ToMessage(InvitationConfirmed fact) => new() { InvitationId = fact.InvitationId };

    protected override InvitationConfirmed ToFact(Schema.InvitationConfirmed message) => new(message.InvitationId);
}

internal sealed class InvitationWithdrawnCodec() : MessageCodec<InvitationWithdrawn, Schema.InvitationWithdrawn>(34)
{
    protected override Schema.InvitationWithdrawn ToMessage(InvitationWithdrawn fact) => new() { InvitationId = fact.InvitationId };

    protected override InvitationWithdrawn ToFact(Schema.InvitationWithdrawn message) => new(message.InvitationId);
}

internal sealed class AccountCreatedCodec() : MessageCodec<AccountCreated, Schema.AccountCreated>(35)
{
    protected override Schema.AccountCreated ToMessage(AccountCreated fact) =>
        new()
        {
            AccountId = fact.AccountId,
            InvitationId = fact.InvitationId,
            Role = (uint)fact.Role,
            Unit = fact.Unit,
        };

    protected override AccountCreated ToFact(Schema.AccountCreated message) =>
        new(message.AccountId, message.InvitationId, (Role)message.Role, message.Unit);
}

internal sealed class CredentialsReplacedCodec() : MessageCodec<CredentialsReplaced, Schema.CredentialsReplaced>(36)
{
    protected override Schema.CredentialsReplaced ToMessage(CredentialsReplaced fact) =>
        new() { AccountId = fact.AccountId, InvitationId = fact.InvitationId };

    protected override CredentialsReplaced ToFact(Schema.CredentialsReplaced message) => new(message.AccountId, message.InvitationId);
}

internal sealed class PostGivenCodec() : MessageCodec<PostGiven, Schema.PostGiven>(37)
{
    protected override Schema.PostGiven ToMessage(PostGiven fact) =>
        new()
        {
            AccountId = fact.AccountId,
            Role = (uint)fact.Role,
            Unit = fact.Unit,
        };

    protected override PostGiven ToFact(Schema.PostGiven message) => new(message.AccountId, (Role)message.Role, message.Unit);
}

internal sealed class StandingGivenCodec() : MessageCodec<StandingGiven, Schema.StandingGiven>(38)
{
    protected override Schema.StandingGiven ToMessage(StandingGiven fact) =>
        new()
        {
            AccountId = fact.AccountId,
            Standing = (uint)fact.Standing,
            Reason = fact.Reason,
        };

    protected override StandingGiven ToFact(Schema.StandingGiven message) =>
        new(message.AccountId, (Standing)message.Standing, message.Reason);
}

internal sealed class SignedInCodec() : MessageCodec<SignedIn, Schema.SignedIn>(39)
{
    protected override Schema.SignedIn ToMessage(SignedIn fact) =>
        new()
        {
            AccountId = fact.AccountId,
            SessionId = fact.SessionId,
            Means = (uint)fact.Means,
            TotpStep = fact.TotpStep,
        };

    protected override SignedIn ToFact(Schema.SignedIn message) =>
        new(message.AccountId, message.SessionId, (SignInMeans)message.Means, message.TotpStep);
}

internal sealed class SignedOutCodec() : MessageCodec<SignedOut, Schema.SignedOut>(40)
{
    protected override Schema.SignedOut ToMessage(SignedOut fact) => new() { AccountId = fact.AccountId, SessionId = fact.SessionId };

    protected override SignedOut ToFact(Schema.SignedOut message) => new(message.AccountId, message.SessionId);
}

internal sealed class CallersRefusedCodec() : MessageCodec<CallersRefused, Schema.CallersRefused>(41)
{
    protected override Schema.CallersRefused ToMessage(CallersRefused fact) =>
        new()
        {
            Endpoint = fact.Endpoint,
            Why = fact.Why,
            Count = fact.Count,
            SinceUs = fact.SinceUs,
        };

    protected override CallersRefused ToFact(Schema.CallersRefused message) =>
        new(message.Endpoint, message.Why, message.Count, message.SinceUs);
}

internal sealed class PasskeyAddedCodec() : MessageCodec<PasskeyAdded, Schema.PasskeyAdded>(42)
{
    protected override Schema.PasskeyAdded ToMessage(PasskeyAdded fact) => new() { AccountId = fact.AccountId, PasskeyId = fact.PasskeyId };

    protected override PasskeyAdded ToFact(Schema.PasskeyAdded message) => new(message.AccountId, message.PasskeyId);
}

internal sealed class PasskeyRemovedCodec() : MessageCodec<PasskeyRemoved, Schema.PasskeyRemoved>(43)
{
    protected override Schema.PasskeyRemoved ToMessage(PasskeyRemoved fact) =>
        new() { AccountId = fact.AccountId, PasskeyId = fact.PasskeyId };

    protected override PasskeyRemoved ToFact(Schema.PasskeyRemoved message) => new(message.AccountId, message.PasskeyId);
}

internal sealed class InstitutionKeyMadeCodec() : MessageCodec<InstitutionKeyMade, Schema.InstitutionKeyMade>(150)
{
    protected override Schema.InstitutionKeyMade ToMessage(InstitutionKeyMade fact) =>
        new()
        {
            KeyId = fact.KeyId,
            Institution = fact.Institution,
            Role = (uint)fact.Role,
            Scope = fact.Scope,
            MadeUs = fact.MadeUs,
        };

    protected override InstitutionKeyMade ToFact(Schema.InstitutionKeyMade message) =>
        new(message.KeyId, message.Institution, (Role)message.Role, message.Scope, message.MadeUs);
}

internal sealed class InstitutionKeyEndedCodec() : MessageCodec<InstitutionKeyEnded, Schema.InstitutionKeyEnded>(151)
{
    protected override Schema.InstitutionKeyEnded ToMessage(InstitutionKeyEnded fact) =>
        new() { KeyId = fact.KeyId, UntilUs = fact.UntilUs };

    protected override InstitutionKeyEnded ToFact(Schema.InstitutionKeyEnded message) => new(message.KeyId, message.UntilUs);
}

internal sealed class OpennessEndedCodec() : MessageCodec<OpennessEnded, Schema.OpennessEnded>(152)
{
    protected override Schema.OpennessEnded ToMessage(OpennessEnded fact) => new() { Reason = fact.Reason };

    protected override OpennessEnded ToFact(Schema.OpennessEnded message) => new(message.Reason);
}

internal sealed class ChangeSeenCodec() : MessageCodec<ChangeSeen, Schema.ChangeSeen>(153)
{
    protected override Schema.ChangeSeen ToMessage(ChangeSeen fact) => new() { AccountId = fact.AccountId };

    protected override ChangeSeen ToFact(Schema.ChangeSeen message) => new(message.AccountId);
}

internal sealed class IdentityAwaitedCodec() : MessageCodec<IdentityAwaited, Schema.IdentityAwaited>(154)
{
    protected override Schema.IdentityAwaited ToMessage(IdentityAwaited fact) => new() { AccountId = fact.AccountId };

    protected override IdentityAwaited ToFact(Schema.IdentityAwaited message) => new(message.AccountId);
}

internal sealed class IdentityBoundCodec() : MessageCodec<IdentityBound, Schema.IdentityBound>(155)
{
    protected override Schema.IdentityBound ToMessage(IdentityBound fact) =>
        new() { AccountId = fact.AccountId, IdentityId = fact.IdentityId };

    protected override IdentityBound ToFact(Schema.IdentityBound message) => new(message.AccountId, message.IdentityId);
}
