using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// What the types of a compiled assembly use, read from its metadata and code: bases, fields, signatures, locals, calls, attributes.
/// Constants leave no trace in compiled code, so a use of another room's constant alone is not seen.
/// </summary>
internal static class AssemblyUses
{
    /// <summary>Every (outermost user type, member or type used) of a module; compiler-made types count as those that contain
    /// them.</summary>
    public static IEnumerable<(TypeDefinition User, MemberReference Used)> Of(ModuleDefinition module) =>
        module.Types.SelectMany(outer => WithNested(outer).SelectMany(UsesOf).Select(used => (outer, used)));

    /// <summary>The types that a use names: the declaring type and the signature of a member, the arguments of a generic.</summary>
    public static IEnumerable<TypeReference> Types(MemberReference used) =>
        used switch
        {
            GenericInstanceMethod method => method.GenericArguments.SelectMany(Types).Concat(Types(method.ElementMethod)),
            MethodReference method => Types(method.DeclaringType)
                .Concat(Types(method.ReturnType))
                .Concat(method.Parameters.SelectMany(p => Types(p.ParameterType))),
            FieldReference field => Types(field.DeclaringType).Concat(Types(field.FieldType)),
            GenericInstanceType type => type.GenericArguments.SelectMany(Types).Concat(Types(type.ElementType)),
            TypeSpecification type => Types(type.ElementType),
            TypeReference { IsGenericParameter: false } type => [Outermost(type)],
            _ => [],
        };

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<MemberReference> UsesOf(TypeDefinition type)
    {
        var uses = new List<MemberReference?> { type.BaseType };
        uses.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        uses.AddRange(type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
        uses.AddRange(type.Fields.Select(f => f.FieldType));
        uses.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        foreach (var method in type.Methods)
        {
            uses.Add(method.ReturnType);
            uses.AddRange(method.Parameters.Select(p => p.ParameterType));
            uses.AddRange(method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
            if (method.HasBody)
            {
                uses.AddRange(method.Body.Variables.Select(v => v.VariableType));
                uses.AddRange(method.Body.Instructions.Select(Operand));
            }
        }
        return uses.OfType<MemberReference>();
    }

    private static MemberReference? Operand(Instruction instruction) => instruction.Operand as MemberReference;
}
