//! Types that come in as one of several and are shown with the one that is there.

/// Makes an input of which exactly one field is given (`@oneOf`), and an output with the same fields, one of which is not null. The input
/// may stand wherever the output is meant.
macro_rules! one_of {
    ($(#[$doc:meta])* $input:ident as $input_name:literal, $output:ident as $output_name:literal {
        $($(#[$vdoc:meta])* $variant:ident / $field:ident: $kind:ty,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, async_graphql::OneofObject)]
        #[graphql(name = $input_name)]
        pub enum $input { $($(#[$vdoc])* $variant($kind),)+ }

        $(#[$doc])*
        #[derive(Clone, Debug, Default, async_graphql::SimpleObject)]
        #[graphql(name = $output_name)]
        pub struct $output { $($(#[$vdoc])* pub $field: Option<$kind>,)+ }

        impl From<$input> for $output {
            fn from(one: $input) -> Self {
                match one { $($input::$variant(value) => Self { $field: Some(value), ..Self::default() },)+ }
            }
        }

        impl async_graphql::OutputType for $input {
            fn type_name() -> std::borrow::Cow<'static, str> {
                <$output as async_graphql::OutputType>::type_name()
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                <$output as async_graphql::OutputType>::create_type_info(registry)
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::ContextSelectionSet<'_>,
                field: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                async_graphql::OutputType::resolve(&$output::from(self.clone()), ctx, field).await
            }
        }
    };
}
pub(super) use one_of;
