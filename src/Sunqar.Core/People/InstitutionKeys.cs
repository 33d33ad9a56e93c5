using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>There is a key by which an institution calls; only from this act on does it open anything.</summary>
/// <param name="KeyId">Names the key in lists and revocations; also the first part of the key itself, and no secret.</param>
/// <param name="Role">A bank or a platform.</param>
/// <param name="Scope">The one room of addresses that it opens; empty for all that the role does.</param>
/// <param name="MadeUs">When the folder's owner made it, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record InstitutionKeyMade(string KeyId, string Institution, Role Role, string Scope, long MadeUs) : Fact;

/// <summary>A key opens nothing from this moment on, whatever the file of keys says later.</summary>
/// <param name="UntilUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record InstitutionKeyEnded(string KeyId, long UntilUs) : Fact;

/// <summary>The institutions' keys as the acts have them: a fold. The file of keys holds what proves a key; that it may be used stands
/// here.</summary>
public sealed class InstitutionKeys : IActFold
{
    private readonly Dictionary<string, long> _until = [];

    /// <summary>Every key that was ever made, with the moment from which it opens nothing; <see cref="long.MaxValue"/> where none is
    /// set.</summary>
    public IReadOnlyDictionary<string, long> UntilUs => _until;

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case InstitutionKeyMade made:
                _until.TryAdd(made.KeyId, long.MaxValue);
                break;
            case InstitutionKeyEnded ended when _until.TryGetValue(ended.KeyId, out var until):
                _until[ended.KeyId] = Math.Min(until, ended.UntilUs);
                break;
        }
    }
}

/// <summary>Puts a key on record that the folder's owner made with the root key. By the house alone.</summary>
public sealed record RecordInstitutionKey(string Key, string KeyId, string Institution, Role Role, string Scope, long MadeUs)
    : Command(Key, null, "")
{
    public override string Name => "keys.create";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role != Role.System ? Refused(RefusalKind.Forbidden, "Only the folder's owner makes keys, with its root key.")
        : Role is not (Role.Bank or Role.Platform) ? Refused(RefusalKind.Invalid, "Keys are banks' and platforms'.", "role")
        : Done(KeyId, new InstitutionKeyMade(KeyId, Institution, Role, Scope, MadeUs));
}

/// <summary>Puts on record that a key ends. By the house alone.</summary>
public sealed record RecordInstitutionKeyEnd(string Key, string KeyId, long UntilUs) : Command(Key, null, "")
{
    public override string Name => "keys.revoke";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role != Role.System ? Refused(RefusalKind.Forbidden, "Only the folder's owner ends keys, with its root key.")
        : !state.Of<InstitutionKeys>().UntilUs.ContainsKey(KeyId) ? Refused(RefusalKind.NotFound, "There is no such key.", "key")
        : Done(KeyId, new InstitutionKeyEnded(KeyId, UntilUs));
}
